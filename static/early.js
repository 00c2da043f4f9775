// Runs before the page is drawn, so that what needs JavaScript does not flash up and go. It is a file and not inline
// because our content security policy allows no inline script.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
