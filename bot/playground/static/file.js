// Files that a visitor chooses, or drops anywhere on the page: a calendar, or the transcript of a call.

const MAX_CALENDAR = 900_000; // characters
const MAX_TRANSCRIPT = 20_000_000; // bytes
const MAX_FILES = 3;
const TOO_MANY = "I read 3 files at a time. Drop the others again afterwards.";
const TRANSCRIPTS = ".vtt,.srt,.txt,.md,.docx,.json";
const ACCEPTED = { ".ics": ".ics,text/calendar", transcript: TRANSCRIPTS, "": `${TRANSCRIPTS},.ics,text/calendar` };
const LARGE_CALENDAR = "That file is too large for this page. Type /rhythm calendar and paste the calendar's address instead.";
const LARGE_TRANSCRIPT = "That file is larger than 20 MB. Drop just the transcript, without the recording.";

const isCalendar = (file) => file.type === "text/calendar" || /\.ics$/i.test(file.name);

export function startFile(connect, share, failed) {
  const input = document.getElementById("file");
  const take = async (file) => {
    try {
      if (!isCalendar(file)) {
        if (file.size > MAX_TRANSCRIPT) throw new Error(LARGE_TRANSCRIPT);
        return await share(file);
      }
      const text = await file.text();
      if (text.length > MAX_CALENDAR) throw new Error(LARGE_CALENDAR);
      await connect(file.name, text);
    } catch (error) {
      failed(error);
    }
  };
  for (const button of document.querySelectorAll("[data-choose-file]")) {
    button.onclick = () => {
      input.accept = ACCEPTED[button.dataset.chooseFile];
      input.click();
    };
  }
  input.onchange = () => {
    const [file] = input.files;
    if (file) take(file);
    input.value = ""; // so that the same file can be chosen again
  };
  const hasFile = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => { if (hasFile(event)) event.preventDefault(); });
  addEventListener("drop", async (event) => {
    if (!hasFile(event)) return;
    event.preventDefault(); // otherwise the browser would open the file instead of this page
    const files = [...event.dataTransfer.files];
    for (const file of files.slice(0, MAX_FILES)) await take(file);
    if (files.length > MAX_FILES) failed(new Error(TOO_MANY));
  });
}
