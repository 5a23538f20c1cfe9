// Opens the application again after it was closed.
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("again").addEventListener("click", () => { window.location.href = "/"; });
});

// The keyboard belongs to the application as soon as it stands.
document.addEventListener("DOMContentLoaded", () => {
  const watch = new MutationObserver(() => {
    const field = document.querySelector(".xterm-helper-textarea");
    if (field && document.body.classList.contains("-first-byte")) {
      field.focus();
      watch.disconnect();
    }
  });
  watch.observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
