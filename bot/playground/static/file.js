// A visitor's own calendar: a file that they choose, or drop anywhere on the page.

const MOST = 900_000; // characters
const TOO_LARGE = "That file is too large for this page. Type /rhythm calendar and paste the calendar's address instead.";

export function startFile(connect, failed) {
  const input = document.getElementById("file");
  const take = async (file) => {
    try {
      const text = await file.text();
      if (text.length > MOST) throw new Error(TOO_LARGE);
      await connect(file.name, text);
    } catch (error) {
      failed(error);
    }
  };
  for (const button of document.querySelectorAll("[data-choose-file]")) button.onclick = () => input.click();
  input.onchange = () => {
    const [file] = input.files;
    input.value = ""; // so that the same file can be chosen again
    if (file) take(file);
  };
  const hasFile = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => { if (hasFile(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault(); // otherwise the browser would open the file instead of this page
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
}
