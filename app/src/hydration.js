((script, program) => {
  // What a person types and chooses before the program is there stays, and the program is told of it: it takes the page
  // over as the server sent it.
  const early = new Map();
  const note = ({ type, target }) => {
    const types = early.get(target)?.types ?? new Set();
    // In the order of the last touches: of radio buttons the last one is chosen.
    early.delete(target);
    early.set(target, { types: types.add(type), value: target.value, checked: target.checked });
  };
  const kinds = ["input", "change"];
  for (const kind of kinds) addEventListener(kind, note, true);
  const repeat = () => {
    for (const kind of kinds) removeEventListener(kind, note, true);
    for (const [control, { types, value, checked }] of early) {
      // The browser alone names files.
      if (control.type !== "file" && control.value !== value) control.value = value;
      if (control.checked !== checked) control.checked = checked;
      for (const type of types) control.dispatchEvent(new Event(type, { bubbles: true }));
    }
  };
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    const bytes = fetch(program);
    import(script)
      .then((module) => module.default({ module_or_path: bytes }).then(() => module.hydrate()))
      .then(() => {
        repeat();
        document.documentElement.setAttribute("data-ready", "");
      });
  };
  // A page that brought its own style has the whole of it, with the fonts, after what there is to read.
  const dress = () => {
    const file = document.getElementById("style")?.dataset.file;
    if (file) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: file }));
  };
  const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(begin, { timeout: 1000 }) : begin());
  // The timer of a frame comes after that frame is painted. A page in the background paints none.
  const painted = () => {
    requestAnimationFrame(() =>
      setTimeout(() => {
        dress();
        idle();
      }),
    );
    setTimeout(begin, 3000);
  };
  if (document.readyState === "complete") painted();
  else addEventListener("load", painted);
})
