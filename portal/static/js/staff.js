// Makes staff pages more comfortable. Every page works without it.
import { initAll } from "../build/govuk-frontend.min.js";
import { watchSession } from "./session.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
watchSession(document.getElementById("session-warning"));
