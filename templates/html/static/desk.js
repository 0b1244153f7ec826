// What the desk's pages need of script: files dropped and sent in small parcels, so that one that fails costs no other.
"use strict";

const csrf = () => document.body.dataset.csrf;

document.addEventListener("DOMContentLoaded", () => {
  const drop = document.getElementById("drop");
  if (drop) intake(drop);
});

document.addEventListener("htmx:responseError", (event) => {
  let text = "未能完成，请重试。";
  try { text = JSON.parse(event.detail.xhr.responseText).title || text; } catch { /* not ours */ }
  window.alert(text);
});

function intake(drop) {
  const most = Number(drop.dataset.most);
  const files = document.getElementById("files"), folder = document.getElementById("folder");
  const sending = document.getElementById("sending"), stop = document.getElementById("stop");
  let stopped = false;
  drop.querySelectorAll("[data-pick]").forEach((button) =>
    button.addEventListener("click", () => document.getElementById(button.dataset.pick).click()));
  // What is in a chooser is taken out at once, so that the same file can be chosen again while others are still being sent.
  const taken = (input) => { const chosen = [...input.files].map((file) => [file, file.webkitRelativePath || file.name]); input.value = ""; return send(chosen); };
  for (const input of [files, folder]) {
    input.addEventListener("change", () => taken(input));
    // On a slow line a file may be chosen before this script has come: nothing tells of it any more.
    if (input.files.length) taken(input);
  }
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    send(entries.length ? (await Promise.all(entries.map((entry) => walk(entry, "")))).flat() : [...event.dataTransfer.files].map((file) => [file, file.name]));
  });
  stop.addEventListener("click", () => { stopped = true; });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => event.preventDefault());

  async function walk(entry, path) {
    if (entry.isFile) return [[await new Promise((done, failed) => entry.file(done, failed)), path + entry.name]];
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) break;
      found.push(...some);
    }
    return (await Promise.all(found.map((one) => walk(one, path + entry.name + "/")))).flat();
  }

  async function send(all) {
    const wanted = all.filter(([file, name]) => !name.split("/").pop().startsWith("~$") && !name.split("/").pop().startsWith("."));
    if (!wanted.length) return;
    stopped = false;
    sending.hidden = stop.hidden = false;
    const bar = sending.querySelector("progress"), said = sending.querySelector("[role=status]");
    const failed = [];
    for (let start = 0; start < wanted.length && !stopped; start += most) {
      const parcel = wanted.slice(start, start + most);
      bar.value = start / wanted.length;
      said.textContent = `正在上传 ${start} / ${wanted.length}`;
      const failure = await post(parcel);
      // One bad file must not cost the others in its parcel: they are sent one by one.
      if (failure && parcel.length > 1) for (const one of parcel) { const own = await post([one]); if (own) failed.push(`${one[1]}：${own}`); }
      else if (failure) failed.push(`${parcel[0][1]}：${failure}`);
      document.body.dispatchEvent(new Event("changed"));
    }
    bar.value = 1;
    stop.hidden = true;
    said.textContent = (stopped ? "已停止。" : `已上传 ${wanted.length - failed.length} 份。`) + (failed.length ? ` 未能上传 ${failed.length} 份：${failed.join("；")}` : "");
    document.body.dispatchEvent(new Event("changed"));
  }

  async function post(parcel) {
    const body = new FormData();
    body.append("sender", document.getElementById("sender").value);
    for (const [file, name] of parcel) body.append("file", file, name);
    try {
      const answer = await fetch(drop.dataset.url, { method: "POST", body, headers: { "X-CSRF-Token": csrf() } });
      if (answer.ok) return "";
      const problem = await answer.json().catch(() => ({}));
      return problem.title || `错误 ${answer.status}`;
    } catch { return "网络中断"; }
  }
}
