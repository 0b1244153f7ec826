"use strict";
/* The clerk's page: sends files to /extract one by one, shows what came back, and fetches blank and prefilled forms from /render.
   Whatever comes from a file gets into the page as text only (textContent), never as markup. */

const SURE = 0.9;
const LARGEST = 100 * 1024 * 1024;
const AT_ONCE = 2;

const $ = (id) => document.getElementById(id);
const found = [];      // every line that the service answered, in the order of the files
const schemas = new Map();
let catalogue = { editions: [] };
let busy = 0;
const queue = [];

// Small helpers

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function copy(id) {
  return $(id).content.firstElementChild.cloneNode(true);
}

function shown(name) {
  // Signs that turn the direction of writing could make a name look like another.
  return name.replace(/[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Error("连接不上服务，请确认它还在运行。");
  }
  if (response.ok) return response;
  let problem = {};
  try { problem = await response.json(); } catch { /* not ours */ }
  if (response.status === 413 && !problem.title) problem.title = "文件过大。";
  const error = new Error(problem.title || `服务没有完成请求（${response.status}）。`);
  error.code = problem.code;
  throw error;
}

function save(blob, name) {
  const link = make("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function saveJson(value, name) {
  save(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }), name);
}

function schemaOf(form, edition) {
  const key = `${edition}/${form}`;
  if (!schemas.has(key)) {
    schemas.set(key, ask(`/schema/${encodeURIComponent(form)}?edition=${encodeURIComponent(edition)}`).then((r) => r.json()));
  }
  return schemas.get(key);
}

async function fetchForm(form, edition, data) {
  const response = await ask(`/render/${encodeURIComponent(form)}?edition=${encodeURIComponent(edition)}`, {
    method: "POST",
    headers: data ? { "Content-Type": "application/json" } : {},
    body: data ? JSON.stringify(data) : "",
  });
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") || "");
  save(await response.blob(), name ? decodeURIComponent(name[1]) : `${form}.docx`);
}

// What is known of the values of one record: which are in doubt, and why

function before(one, other) {
  for (let i = 0; i < 3; i += 1) if (one[i] !== other[i]) return one[i] - other[i];
  return 0;
}

class Doubts {
  constructor(record) {
    this.record = record;
    this.of = new Map();
    this.places = new Map();
    for (const issue of record.issues || []) {
      if (!this.of.has(issue.field)) this.of.set(issue.field, []);
      this.of.get(issue.field).push(issue);
    }
    for (const [path, info] of Object.entries(record.fields || {})) {
      if (info.confidence < SURE && !(this.of.get(path) || []).some((i) => i.severity !== "info")) {
        const percent = Math.round(info.confidence * 100);
        const issue = { severity: "warning", field: path, message: `把握只有 ${percent}%，请对照原件核对。` };
        this.of.set(path, [...(this.of.get(path) || []), issue]);
      }
    }
  }

  all() {
    const order = { error: 0, warning: 1, info: 2 };
    return [...this.of.values()].flat().sort((a, b) => order[a.severity] - order[b.severity]);
  }

  count() {
    return new Set(this.all().filter((i) => i.severity !== "info").map((i) => i.field || i.message)).size;
  }

  /** Where the value at *path*, or the first one inside it, stands in the document: table, row, column; null if nothing tells. */
  cell(path) {
    const inside = (key) => key === path || key.startsWith(`${path}.`) || key.startsWith(`${path}[`);
    const cells = Object.entries(this.record.fields || {}).filter(([key, info]) => info.cell && inside(key)).map(([, info]) => info.cell);
    return cells.length ? cells.reduce((first, cell) => (before(cell, first) < 0 ? cell : first)) : null;
  }

  /** The properties of an object in the order in which the clerk sees them on paper; what stands nowhere follows its neighbour. */
  inOrder(schema, path) {
    let last = [-1, -1, -1];
    return Object.entries(schema.properties)
      .map(([name, child], index) => {
        last = this.cell(join(path, name)) || last;
        return { name, child, index, cell: last };
      })
      .sort((a, b) => before(a.cell, b.cell) || a.index - b.index)
      .map(({ name, child }) => [name, child]);
  }

  /** Marks the node that shows the value at *path*, with the reasons beside the value. */
  mark(node, path, isPrivate) {
    this.places.set(path, node);
    const issues = this.of.get(path) || [];
    const worst = issues.find((i) => i.severity === "error") || issues.find((i) => i.severity === "warning");
    if (worst) node.classList.add("doubtful", worst.severity);
    for (const issue of issues) node.append(make("span", `remark ${issue.severity}`, issue.message));
    const raw = (this.record.fields || {})[path]?.raw;
    if (worst && raw && !isPrivate && !node.firstChild.textContent.includes(raw.trim())) {
      node.append(make("span", "remark info", `原文：${raw.trim().slice(0, 200)}`));
    }
  }

  /** The node that shows the value at *path*, or the nearest around it. */
  place(path) {
    for (let p = path; p; p = p.replace(/(\[\d+\]|\.?[^.[\]]+)$/, "")) {
      if (this.places.has(p)) return this.places.get(p);
    }
    return null;
  }
}

// Values, drawn as the form's schema tells

function isObject(schema) { return schema && schema.properties !== undefined; }
function isRows(schema) { return schema && schema.items !== undefined && isObject(schema.items); }
function isFlat(schema) {
  return Object.values(schema.properties).every((s) => !isRows(s) && (!isObject(s) || isFlat(s)));
}

function labelOf(schema, name) { return schema.title || name; }

function textOf(value) {
  if (value === true) return "是";
  if (value === false) return "否";
  if (Array.isArray(value)) return value.map(textOf).join("\n");
  return String(value);
}

function drawValue(cell, schema, value, path, doubts) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) {
    cell.append(make("span", "value empty", "（空）"));
  } else if (schema["x-private"]) {
    const text = make("span", "value secret", "••••••••");
    const peek = make("button", "peek", "显示");
    peek.type = "button";
    peek.setAttribute("aria-pressed", "false");
    peek.setAttribute("aria-label", `显示${labelOf(schema, path)}`);
    peek.addEventListener("click", () => {
      const open = peek.getAttribute("aria-pressed") === "true";
      text.textContent = open ? "••••••••" : textOf(value);
      peek.textContent = open ? "显示" : "隐藏";
      peek.setAttribute("aria-pressed", String(!open));
    });
    cell.append(text, peek);
  } else {
    cell.append(make("span", "value", textOf(value)));
  }
  doubts.mark(cell, path, schema["x-private"]);
}

function join(path, name) { return path ? `${path}.${name}` : name; }

function groupRow(body, text, path, doubts) {
  const row = make("tr", "group");
  const head = make("th", "", undefined);
  head.colSpan = 2;
  head.scope = "rowgroup";
  head.append(make("span", "", text));
  row.append(head);
  body.append(row);
  doubts.mark(head, path);
}

function drawObject(body, schema, data, path, doubts) {
  for (const [name, child] of doubts.inOrder(schema, path)) {
    const here = join(path, name);
    const value = data ? data[name] : null;
    const label = labelOf(child, name);
    if (isRows(child)) {
      drawRows(body, child, value || [], here, label, doubts);
    } else if (isObject(child)) {
      groupRow(body, label, here, doubts);
      drawObject(body, child, value, here, doubts);
    } else if (child.title || (value !== null && value !== undefined)) {
      const row = make("tr", path ? "inner" : "");
      const head = make("th", "", label);
      head.scope = "row";
      const cell = make("td");
      drawValue(cell, child, value, here, doubts);
      row.append(head, cell);
      body.append(row);
    }
  }
}

function leaves(schema, path, doubts, row) {
  return doubts.inOrder(schema, join(row, path)).flatMap(([name, child]) => {
    const here = join(path, name);
    return isObject(child) ? leaves(child, here, doubts, row) : [{ path: here, label: labelOf(child, name), schema: child }];
  });
}

/** The head of a list: one row, or two where some of its columns belong together. */
function drawHead(schema, doubts, row) {
  const head = make("thead");
  const [upper, lower] = [make("tr"), make("tr")];
  const grouped = Object.values(schema.properties).some(isObject);
  const put = (line, text, columns, rows, scope) => {
    const cell = make("th", "", text);
    cell.colSpan = columns;
    cell.rowSpan = rows;
    cell.scope = scope;
    line.append(cell);
  };
  for (const [name, child] of doubts.inOrder(schema, row)) {
    if (isObject(child)) {
      const inner = leaves(child, name, doubts, row);
      put(upper, labelOf(child, name), inner.length, 1, "colgroup");
      for (const column of inner) put(lower, column.label, 1, 1, "col");
    } else {
      put(upper, labelOf(child, name), 1, grouped ? 2 : 1, "col");
    }
  }
  head.append(upper);
  if (grouped) head.append(lower);
  return head;
}

function at(data, path) {
  return path.split(".").reduce((value, name) => (value ? value[name] : null), data);
}

function drawRows(body, schema, items, path, label, doubts) {
  groupRow(body, `${label}（${items.length}）`, path, doubts);
  if (!items.length) return;
  if (!isFlat(schema.items)) {
    items.forEach((item, index) => {
      groupRow(body, `${label} · ${index + 1}`, `${path}[${index}]`, doubts);
      drawObject(body, schema.items, item, `${path}[${index}]`, doubts);
    });
    return;
  }
  const columns = leaves(schema.items, "", doubts, `${path}[0]`);
  const table = make("table", "grid");
  const rows = make("tbody");
  items.forEach((item, index) => {
    const row = make("tr");
    for (const column of columns) {
      const cell = make("td", typeof at(item, column.path) === "number" ? "number" : "");
      drawValue(cell, column.schema, at(item, column.path), `${path}[${index}].${column.path}`, doubts);
      row.append(cell);
    }
    doubts.places.set(`${path}[${index}]`, row);
    rows.append(row);
  });
  table.append(drawHead(schema.items, doubts, `${path}[0]`), rows);
  const holder = make("td", "nested");
  holder.colSpan = 2;
  holder.append(table);
  const row = make("tr");
  row.append(holder);
  body.append(row);
}

function pathLabel(schema, path) {
  const words = [];
  let node = schema;
  for (const step of path.match(/[^.[\]]+/g) || []) {
    if (/^\d+$/.test(step)) {
      words.push(`第${Number(step) + 1}行`);
      node = node?.items;
      continue;
    }
    node = node?.properties?.[step];
    if (node?.title) words.push(node.title);
  }
  return words.join(" · ");
}

function formTitle(record) {
  const edition = catalogue.editions.find((e) => e.id === record.edition);
  const form = edition?.forms.find((f) => f.id === record.form);
  return {
    form: form ? form.title : record.form,
    edition: edition ? `${edition.title}　附件${form ? form.attachment : ""}` : record.edition,
  };
}

async function drawRecord(record) {
  const node = copy("record-card");
  const title = formTitle(record);
  node.querySelector(".title").textContent = title.form;
  node.querySelector(".edition").textContent = title.edition;
  const doubts = new Doubts(record);
  const schema = await schemaOf(record.form, record.edition);
  const table = make("table", "plain");
  const body = make("tbody");
  drawObject(body, schema, record.data, "", doubts);
  table.append(body);
  node.querySelector(".values").append(table);

  const count = doubts.count();
  const verdict = node.querySelector(".verdict");
  verdict.textContent = count ? `${count} 处需要核对` : "没有发现问题";
  verdict.classList.toggle("doubt", count > 0);

  const problems = doubts.all();
  node.querySelector(".problems").hidden = !problems.length;
  if (!count) {
    node.querySelector(".problems").classList.add("calm");
    node.querySelector(".problems h5").textContent = "说明";
  }
  for (const issue of problems) {
    const item = make("li", issue.severity);
    const where = pathLabel(schema, issue.field || "");
    const text = where ? `${where}：${issue.message}` : issue.message;
    const place = doubts.place(issue.field || "");
    if (place) {
      const jump = make("button", "", text);
      jump.type = "button";
      jump.addEventListener("click", () => {
        place.scrollIntoView({ block: "center" });
        place.classList.remove("flash");
        requestAnimationFrame(() => place.classList.add("flash"));
      });
      item.append(jump);
    } else {
      item.textContent = text;
    }
    node.querySelector(".problems ul").append(item);
  }

  const leftovers = record.leftovers || [];
  const rest = node.querySelector(".rest");
  rest.hidden = !leftovers.length;
  rest.querySelector("summary").textContent = `没有归入任何一项的文字（${leftovers.length}）`;
  for (const text of leftovers) rest.querySelector("ul").append(make("li", "", text));

  const said = node.querySelector(".said");
  node.querySelector(".save").addEventListener("click", () => {
    saveJson(record, `${record.file.replace(/\.[^.]*$/, "")}-${record.index + 1}.json`);
  });
  node.querySelector(".fill").addEventListener("click", (event) => {
    busyWhile(event.currentTarget, said, "正在生成…", "已生成，见浏览器的下载。", () => fetchForm(record.form, record.edition, record.data));
  });
  return node;
}

async function busyWhile(button, said, during, after, work) {
  button.disabled = true;
  said.classList.remove("bad");
  said.textContent = during;
  try {
    await work();
    said.textContent = after;
  } catch (error) {
    said.classList.add("bad");
    said.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

// Files

function add(files) {
  if (!files.length) return;
  $("results").hidden = false;
  $("how").hidden = true;
  for (const file of files) {
    const card = copy("file-card");
    card.querySelector(".name").textContent = shown(file.name);
    card.querySelector(".state").textContent = "等待";
    $("list").append(card);
    const entry = { file, card, lines: null };
    found.push(entry);
    queue.push(entry);
  }
  tally();
  while (busy < AT_ONCE && queue.length) next();
}

async function next() {
  const entry = queue.shift();
  if (!entry) return;
  busy += 1;
  const state = entry.card.querySelector(".state");
  state.textContent = "正在读取…";
  try {
    if (entry.file.size > LARGEST) throw new Error("文件过大（上限 100 MB）。");
    const form = new FormData();
    form.append("files", entry.file, entry.file.name);
    entry.lines = await (await ask("/extract", { method: "POST", body: form })).json();
  } catch (error) {
    entry.lines = [{ file: entry.file.name, error: { code: error.code || "", message: error.message } }];
  }
  entry.card.querySelector("progress").remove();
  const body = entry.card.querySelector(".body");
  let records = 0;
  for (const line of entry.lines) {
    if (line.error) {
      const fault = make("p", "fault", line.error.message);
      if (line.error.code) fault.append(" ", make("code", "", line.error.code));
      body.append(fault);
      continue;
    }
    try {
      body.append(await drawRecord(line));
      records += 1;
    } catch (error) {
      body.append(make("p", "fault", `数据已读出，但显示时出错：${error.message}`));
    }
  }
  state.textContent = records ? `读出 ${records} 张表` : "没有读出";
  state.classList.add(records ? "good" : "bad");
  busy -= 1;
  tally();
  next();
}

function tally() {
  const done = found.filter((entry) => entry.lines);
  const lines = done.flatMap((entry) => entry.lines);
  const records = lines.filter((line) => !line.error);
  const doubtful = records.filter((line) => new Doubts(line).count()).length;
  const failed = done.filter((entry) => entry.lines.every((line) => line.error)).length;
  const words = [`${done.length}/${found.length} 个文件`, `${records.length} 张表`];
  if (doubtful) words.push(`${doubtful} 张需要核对`);
  if (failed) words.push(`${failed} 个文件没有读出`);
  $("tally").textContent = words.join("，");
}

// The list of blank forms

async function drawBlanks() {
  const box = $("blanks");
  try {
    catalogue = await (await ask("/forms")).json();
  } catch (error) {
    box.replaceChildren(make("p", "bad", error.message));
    return;
  }
  box.replaceChildren();
  for (const edition of [...catalogue.editions].sort((a, b) => b.year - a.year)) {
    box.append(make("h3", "", edition.title));
    const list = make("ul");
    for (const form of edition.forms) {
      const item = make("li");
      const name = make("span", "", form.title);
      name.prepend(make("small", "", `附件${form.attachment}`));
      const button = make("button", "", "下载");
      button.type = "button";
      button.setAttribute("aria-label", `下载空白表：附件${form.attachment} ${form.title}`);
      const said = make("span", "bad");
      said.setAttribute("role", "status");
      button.addEventListener("click", () => {
        busyWhile(button, said, "", "", () => fetchForm(form.id, edition.id, null));
      });
      item.append(name, button, said);
      list.append(item);
    }
    box.append(list);
  }
}

async function offerSamples() {
  const names = await (await ask("/samples")).json().catch(() => []);
  if (!names.length) return;
  $("try").hidden = false;
  $("try").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      const files = [];
      for (const name of names) {
        const response = await ask(`/samples/${name.split("/").map(encodeURIComponent).join("/")}`);
        files.push(new File([await response.blob()], name.split("/").pop()));
      }
      add(files);
    } finally {
      button.disabled = false;
    }
  });
}

// Start

let over = 0;
const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
addEventListener("dragenter", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  over += 1;
  $("drop").classList.add("over");
});
addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
addEventListener("dragleave", (event) => {
  if (!carriesFiles(event)) return;
  over = Math.max(0, over - 1);
  if (!over) $("drop").classList.remove("over");
});
addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  over = 0;
  $("drop").classList.remove("over");
  add([...event.dataTransfer.files]);
});
$("choose").addEventListener("click", () => $("files").click());
function addChosen() {
  const chosen = [...$("files").files];
  $("files").value = "";
  if (chosen.length) add(chosen);
}
$("files").addEventListener("change", addChosen);
$("save-all").addEventListener("click", () => saveJson(found.flatMap((entry) => entry.lines || []), "fubiao.json"));
$("print").addEventListener("click", () => print());
$("clear").addEventListener("click", () => {
  found.length = 0;
  queue.length = 0;
  $("list").replaceChildren();
  $("results").hidden = true;
  $("how").hidden = false;
  $("choose").focus();
});
// On a slow line files may be chosen before this script has come: nothing tells of them any more.
addChosen();
const ready = drawBlanks();
ready.then(offerSamples).catch(() => {});
