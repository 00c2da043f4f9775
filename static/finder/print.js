// A button for the browser's own command, where there is a script to press it.
const words = document.querySelector("[data-print]");
if (words && typeof window.print === "function") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button";
  button.textContent = "Print";
  button.addEventListener("click", () => window.print());
  words.replaceChildren(button);
}
