"use strict";
// The forms call the server that this page came from; nothing else is ever asked.
const base = location.pathname.replace(/\/(?:-\/)?docs\/?$/, "");

function request(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const headers = {};
  const fields = {};
  let body;
  for (const input of form.querySelectorAll("[data-place]")) {
    const { name, value } = input;
    if (value === "" && input.dataset.place !== "path") continue;
    if (input.dataset.place === "path") path = path.split(`{${name}}`).join(encodeURIComponent(value));
    else if (input.dataset.place === "query") query.append(name, value);
    else if (input.dataset.place === "header") headers[name] = value;
    else if (input.dataset.place === "field") fields[name] = typed(value, input.dataset.type);
    else body = value;
  }
  if (Object.keys(fields).length) body = JSON.stringify(fields);
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const suffix = query.toString() ? `?${query}` : "";
  return [base + path + suffix, { method: form.dataset.method, headers, body }];
}

function typed(value, type) {
  if (type === "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

async function send(form) {
  const output = form.querySelector("output");
  const shown = form.querySelector(".answer");
  output.textContent = "Sending…";
  shown.hidden = true;
  try {
    const [url, init] = request(form);
    const answer = await fetch(url, init);
    const text = await answer.text();
    output.textContent = `${answer.status} ${answer.statusText} ${answer.headers.get("content-type") || ""}`;
    shown.textContent = pretty(text) || "(no body)";
    shown.hidden = false;
  } catch (error) {
    output.textContent = `No answer: ${error.message}`;
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

for (const form of document.querySelectorAll("form[data-path]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

// A link to an item opens it.
function open() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.querySelector("details");
  if (details) details.open = true;
}
addEventListener("hashchange", open);
open();
