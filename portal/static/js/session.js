// Warns at least two minutes before a quiet session ends (WCAG 2.2, 2.2.1), and lets people stay.
const WARNING_SECONDS = 150;
const TICK_MILLISECONDS = 10000;

export function watchSession(dialog) {
  if (!dialog || typeof dialog.showModal !== "function") return;
  let endsAt = instantIn(Number(dialog.dataset.secondsLeft));
  const words = dialog.querySelector("[data-time-left]");

  const tick = () => {
    const seconds = Math.max(0, (endsAt - Date.now()) / 1000);
    words.textContent = timeLeft(seconds);
    if (seconds <= WARNING_SECONDS && !dialog.open) dialog.showModal();
  };
  const stay = async () => {
    dialog.close();
    const answer = await fetch(dialog.dataset.keepAddress, { credentials: "same-origin", redirect: "error" });
    if (answer.ok) endsAt = instantIn(Number(dialog.dataset.secondsLeft));
  };

  dialog.querySelector("[data-stay]").addEventListener("click", () => stay().catch(tick));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay().catch(tick);
  });
  // Timers sleep with the computer; looking again on return keeps the words true.
  document.addEventListener("visibilitychange", tick);
  setInterval(tick, TICK_MILLISECONDS);
  tick();
}

function instantIn(seconds) {
  return Date.now() + seconds * 1000;
}

function timeLeft(seconds) {
  const minutes = Math.ceil(seconds / 60);
  if (seconds <= 0) return "now";
  return minutes <= 1 ? "in less than a minute" : `in about ${minutes} minutes`;
}
