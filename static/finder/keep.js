// Keeping a service without leaving the page: the button changes its words, and a line for screen readers says what
// was done. Where that fails the form is sent as it would be without us.
const said = document.createElement("p");
said.className = "govuk-visually-hidden";
said.setAttribute("aria-live", "polite");
document.querySelector("main")?.append(said);

async function press(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
    form.submit();
    return;
  }
  const { kept, words, number } = await answer.json();
  said.textContent = words;
  if (!answer.ok) {
    form.querySelector("[data-refused]")?.remove();
    const refused = document.createElement("span");
    refused.dataset.refused = "";
    refused.className = "govuk-error-message";
    refused.textContent = words;
    form.append(refused);
    return;
  }
  form.action = kept ? form.dataset.dropping : form.dataset.keeping;
  form.querySelector("[data-words]").textContent = kept ? "Take off your shortlist" : "Keep on your shortlist";
  for (const place of document.querySelectorAll("[data-kept-number]")) {
    place.textContent = String(number);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-keep]")) {
    event.preventDefault();
    press(form).catch(() => form.submit());
  }
});
