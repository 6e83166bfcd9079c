((script, program) => {
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    const bytes = fetch(program);
    import(script)
      .then((module) => module.default({ module_or_path: bytes }).then(() => module.hydrate()))
      .then(() => document.documentElement.setAttribute("data-ready", ""));
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
