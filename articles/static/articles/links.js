// Copies the new link, which is shown once.

const address = document.querySelector("#link-address");
const button = document.querySelector("#link-copy");

if (button) {
  address.addEventListener("focus", () => address.select());
  button.addEventListener("click", async () => {
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
    } catch {
      // Without HTTPS a browser has no clipboard for us; what is selected it copies.
      document.execCommand("copy");
    }
    document.querySelector("#link-copied").textContent = button.dataset.done;
  });
}
