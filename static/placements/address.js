// An address that was shown is taken off the screen after five minutes, and whenever the page is left.
const MINUTES = 5;

for (const shown of document.querySelectorAll("[data-fades]")) {
  const hide = () => {
    const words = document.createElement("p");
    words.className = "govuk-body govuk-!-margin-bottom-0";
    words.textContent = "The address is hidden now. To read it again you need a new code.";
    shown.replaceChildren(words);
  };
  setTimeout(hide, MINUTES * 60_000);
  addEventListener("pagehide", hide);
}
