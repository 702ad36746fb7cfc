// A tower's kernels as buttons. One stop for the Tab key; the arrow keys walk from kernel to kernel.
// Data in: label, selected, and kernels as { number, label, picture }. Trigger out: `kernel`, the number chosen.
export default function ({ data, parentElement, setTriggerValue }) {
  const sheet = parentElement.querySelector(".kernels");
  sheet.setAttribute("aria-label", data.label);
  const pictures = data.kernels.map((kernel) => kernel.number).join();
  if (sheet.dataset.shows !== pictures) draw(sheet, data.kernels);
  sheet.dataset.shows = pictures;

  const buttons = [...sheet.querySelectorAll("button")];
  const chosen = buttons.find((button) => Number(button.value) === data.selected);
  buttons.forEach((button) => {
    button.setAttribute("aria-pressed", String(button === chosen));
    button.tabIndex = button === (chosen ?? buttons[0]) ? 0 : -1;
  });
  sheet.onclick = (event) => {
    const button = event.target.closest("button");
    if (button) setTriggerValue("kernel", Number(button.value));
  };
  sheet.onkeydown = (event) => {
    const columns = getComputedStyle(sheet).gridTemplateColumns.split(" ").length;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const next = buttons[buttons.indexOf(event.target.closest("button")) + steps[event.key]];
    if (!next) return;
    event.preventDefault();
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  };
}

function draw(sheet, kernels) {
  sheet.replaceChildren(
    ...kernels.map((kernel) => {
      const button = document.createElement("button");
      button.type = "button";
      button.value = kernel.number;
      button.setAttribute("aria-label", kernel.label);
      const picture = document.createElement("img");
      picture.src = kernel.picture;
      picture.alt = "";
      button.append(picture);
      return button;
    }),
  );
}
