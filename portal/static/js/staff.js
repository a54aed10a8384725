// Makes staff pages more comfortable. Every page works without it.
import { initAll } from "../build/govuk-frontend.min.js";
import { showSending } from "./sending.js";
import { watchSession } from "./session.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
showSending(document);
watchSession(document.getElementById("session-warning"));
