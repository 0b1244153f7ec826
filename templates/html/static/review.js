// Reviewing a record: the value in question is lit on the page, Enter confirms it and goes on to the next doubtful one.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("review");
  if (!root) return;
  const rows = [...root.querySelectorAll(".value")];
  const said = document.getElementById("said");
  const image = document.getElementById("image"), lit = document.getElementById("lit"), sheet = document.getElementById("sheet");
  const chooser = document.getElementById("page");
  const size = { width: 1, height: 1 };
  let revision = Number(root.dataset.revision), here = null, page = 0, busy = false;

  const field = (row) => row.querySelector("input, textarea, select");
  const doubtful = () => rows.filter((row) => row.hasAttribute("data-doubt"));
  const changed = (row) => { const input = field(row); return input && input.value !== input.dataset.before; };

  async function call(path, body) {
    if (busy) return null;
    busy = true;
    said.textContent = "";
    try {
      const answer = await fetch(`${root.dataset.url}/${path}`, {
        method: "POST", body: JSON.stringify({ revision, ...body }),
        headers: { "Content-Type": "application/json", "X-CSRF-Token": document.body.dataset.csrf },
      });
      const found = await answer.json().catch(() => ({}));
      if (!answer.ok) {
        said.textContent = found.title || `错误 ${answer.status}`;
        if (answer.status === 409 || answer.status === 412) offer();
        return null;
      }
      if (found.revision) { revision = found.revision; show(found); }
      return found;
    } catch { said.textContent = "网络中断，请重试。"; return null; }
    finally { busy = false; }
  }

  // Somebody else changed the record: what was typed here stays, and the newest state is one click away.
  function offer() {
    if (said.querySelector("a")) return;
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = " 看最新内容";
    link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
    said.append(link);
  }

  function show(found) {
    const state = document.getElementById("state");
    state.className = `state ${found.state}`;
    state.textContent = found.state_label;
    const progress = document.getElementById("progress");
    progress.replaceChildren();
    if (found.doubts) { progress.append("还有 ", Object.assign(document.createElement("b"), { textContent: found.doubts }), " 处待核"); }
    else progress.textContent = "全部核对完毕";
  }

  function go(row, focus = true) {
    if (here) here.classList.remove("here");
    here = row;
    if (!row) return;
    row.classList.add("here");
    row.scrollIntoView({ block: "nearest" });
    if (focus) { const input = field(row) || row.querySelector("button"); if (input) { input.focus(); if (input.select) input.select(); } }
    light(row);
  }

  function light(row) {
    root.querySelectorAll(".lit-cell").forEach((cell) => cell.classList.remove("lit-cell"));
    if (row.dataset.cell) {
      const cell = root.querySelector(`.found [data-at="${row.dataset.cell}"]`);
      if (cell) { cell.classList.add("lit-cell"); cell.scrollIntoView({ block: "center" }); }
    }
    if (!image) return;
    const wanted = Number(row.dataset.page || page || 1);
    turn(wanted, () => {
      if (!row.dataset.box || Number(row.dataset.page) !== page) { lit.hidden = true; return; }
      const [x0, top, x1, bottom] = row.dataset.box.split(",").map(Number);
      const margin = 3;
      lit.style.left = `${100 * (x0 - margin) / size.width}%`;
      lit.style.top = `${100 * (top - margin) / size.height}%`;
      lit.style.width = `${100 * (x1 - x0 + 2 * margin) / size.width}%`;
      lit.style.height = `${100 * (bottom - top + 2 * margin) / size.height}%`;
      lit.hidden = false;
      const stage = document.getElementById("stage");
      stage.scrollTo({ top: lit.offsetTop - stage.clientHeight / 3, left: Math.max(0, lit.offsetLeft - 40) });
    });
  }

  function turn(number, then) {
    if (number === page) { if (then) then(); return; }
    page = number;
    chooser.value = String(number);
    const chosen = chooser.selectedOptions[0];
    if (!chosen) return;
    size.width = Number(chosen.dataset.width);
    size.height = Number(chosen.dataset.height);
    image.alt = `原件第 ${number} 页`;
    image.onload = () => { if (then) then(); };
    image.onerror = () => { said.textContent = "这一页未能显示，可下载原件查看。"; };
    image.src = image.dataset.src.replace(/\/0\.png$/, `/${number}.png`);
  }

  function next(from) {
    const open = doubtful();
    if (!open.length) return null;
    const index = rows.indexOf(from);
    return open.find((row) => rows.indexOf(row) > index) || open[0];
  }

  async function confirm() {
    if (!here) { go(next(rows[0])); return; }
    const row = here;
    const done = changed(row)
      ? await call("correct", { field: row.dataset.field, value: field(row).value })
      : row.hasAttribute("data-doubt") ? await call("confirm", { field: row.dataset.field }) : {};
    if (!done) return;
    settle(row, done);
    const following = next(row);
    if (following) go(following);
    else { said.textContent = ""; document.getElementById("next").focus(); }
  }

  function settle(row, done) {
    const input = field(row);
    if (input && "value" in done) { input.value = done.value ?? ""; }
    if (input) input.dataset.before = input.value;
    if (done.still) { row.setAttribute("data-doubt", ""); row.className = "value mid here"; }
    else { row.removeAttribute("data-doubt"); row.className = "value sure"; const button = row.querySelector(".ok"); if (button) button.replaceWith(Object.assign(document.createElement("span"), { className: "by", textContent: "已核" })); }
    row.querySelectorAll("p.why").forEach((line) => line.remove());
    for (const issue of done.issues || []) row.append(Object.assign(document.createElement("p"), { className: `why ${issue.severity}`, textContent: issue.message }));
  }

  function ask(question, needed = true) {
    const dialog = document.getElementById("ask"), reason = document.getElementById("reason");
    document.getElementById("question").textContent = question;
    reason.value = "";
    reason.required = needed;
    dialog.returnValue = "cancel";
    dialog.showModal();
    return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "ok" ? reason.value : null), { once: true }));
  }

  async function state(to, question) {
    const reason = question ? await ask(question) : "";
    if (reason === null) return;
    if (await call("state", { state: to, reason })) location.assign(root.dataset.next);
  }

  rows.forEach((row) => row.addEventListener("focusin", () => { if (row !== here) go(row, false); }));
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest(".value");
    if (button.classList.contains("ok")) { go(row, false); confirm(); }
    else if (button.classList.contains("keep")) {
      const reason = await ask("为什么保留？");
      if (reason !== null && await call("keep", { code: button.dataset.code, field: button.dataset.field, reason })) button.replaceWith(`（已保留：${reason}）`);
    } else if (button.classList.contains("reveal")) {
      const found = await call("reveal", {});
      if (found) root.querySelectorAll(".secret").forEach((span) => { if (found.values[span.dataset.path] !== undefined) span.textContent = found.values[span.dataset.path]; });
    }
  });
  const press = {
    confirm: () => confirm(), edit: () => here && field(here) && field(here).focus(),
    pass: () => state("passed", doubtful().length ? "还有未核对的地方，为什么整份通过？" : ""),
    doubt: () => state("doubtful", "存疑的原因"), return: () => state("returned", "退回的原因（会写进退回修改单）"),
  };
  for (const [name, action] of Object.entries(press)) document.getElementById(name).addEventListener("click", action);
  if (document.getElementById("wider")) document.getElementById("wider").addEventListener("click", () => { sheet.classList.toggle("wide"); if (here) light(here); });
  if (chooser) chooser.addEventListener("change", () => turn(Number(chooser.value), () => { lit.hidden = true; }));
  document.addEventListener("keydown", (event) => {
    if (document.getElementById("ask").open || event.isComposing) return;
    const inText = event.target.tagName === "TEXTAREA";
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); press.pass(); }
    else if (event.key === "Enter" && !event.shiftKey && !event.altKey && !["A", "BUTTON", "SUMMARY"].includes(event.target.tagName)) { event.preventDefault(); confirm(); }
    else if (event.key === "F2") { event.preventDefault(); press.edit(); }
    else if (event.key === "Escape" && here && field(here)) { field(here).value = field(here).dataset.before; }
    else if (event.altKey && event.key.toLowerCase() === "d") { event.preventDefault(); press.doubt(); }
    else if (event.altKey && event.key.toLowerCase() === "r") { event.preventDefault(); press.return(); }
    else if (event.altKey && event.key.toLowerCase() === "n") { event.preventDefault(); location.assign(root.dataset.next); }
    else if (!inText && event.key === "ArrowDown" && event.altKey) { event.preventDefault(); const following = next(here || rows[0]); if (following) go(following); }
  });
  const asked = new URLSearchParams(location.search).get("field");
  const first = rows.find((row) => row.dataset.field === asked) || rows.find((row) => asked && row.dataset.field.startsWith(asked)) || doubtful()[0] || rows[0];
  if (first) go(first);
});
