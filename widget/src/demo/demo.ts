import "./colours.css";
import "./demo.css";

// An imaginary shop: enough of one to try the chat in. The basket counts, and the hero's glass changes its colour.
let count = 0;

for (const button of document.querySelectorAll<HTMLButtonElement>(".add, .buy")) {
  button.addEventListener("click", () => {
    count += 1;
    const shown = document.getElementById("count");
    if (shown) shown.textContent = String(count);
  });
}

for (const choice of document.querySelectorAll<HTMLInputElement>('input[name="glass"]')) {
  choice.addEventListener("change", () => {
    document.documentElement.dataset.glass = choice.value;
  });
}
