/* The point of a picture that crops keep in sight: chosen by a press or the arrow keys, kept in
   two ordinary fields as fractions of its width and height. */

const STEP = 0.01
const LEAP = 0.1
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const LONGEST = 900 // pixels of the preview of a file that is not stored yet

const within = (fraction) => Math.min(1, Math.max(0, fraction))
const rounded = (fraction) => Math.round(within(fraction) * 1000) / 1000

/* As the readers' pages crop: by the nearest tenth (see site.css). */
const place = (fraction) => `${Math.round(fraction * 10) * 10}%`

/* Bring the markup of focal.html to life; returns {show(address)} for another picture in it. */
export function startFocal(root, inputs) {
  const picture = root.querySelector(".focal-picture")
  const marker = root.querySelector(".focal-point")
  const { across, down } = marker.dataset
  const crops = [...root.querySelectorAll(".focal-crop img")]

  function read() {
    const [x, y] = inputs.map((input) => {
      const number = Number.parseFloat(input.value.replace(",", "."))
      return Number.isFinite(number) ? within(number) : 0.5
    })
    return { x, y }
  }

  function draw() {
    const point = read()
    marker.style.left = `${point.x * 100}%`
    marker.style.top = `${point.y * 100}%`
    const [x, y] = [Math.round(point.x * 100), Math.round(point.y * 100)]
    marker.setAttribute("aria-valuenow", x)
    marker.setAttribute("aria-valuetext", `${across} ${x} %, ${down} ${y} %`)
    for (const image of crops) image.style.objectPosition = `${place(point.x)} ${place(point.y)}`
  }

  function move(x, y) {
    inputs[0].value = rounded(x)
    inputs[1].value = rounded(y)
    for (const input of inputs) input.dispatchEvent(new Event("change", { bubbles: true }))
    draw()
  }

  function follow(event) {
    const frame = picture.getBoundingClientRect()
    move((event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height)
  }

  function show(address) {
    root.hidden = !address
    if (!address) return
    picture.src = address
    for (const image of crops) image.src = address
  }

  const stage = root.querySelector(".focal-stage")
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return
    event.preventDefault() // neither drag the picture nor lose the focus
    stage.setPointerCapture(event.pointerId)
    marker.focus({ preventScroll: true })
    follow(event)
  })
  stage.addEventListener("pointermove", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) follow(event)
  })
  marker.addEventListener("keydown", (event) => {
    const direction = MOVES[event.key]
    if (!direction) return
    event.preventDefault()
    const { x, y } = read()
    const step = event.shiftKey ? LEAP : STEP
    move(x + direction[0] * step, y + direction[1] * step)
  })
  for (const input of inputs) input.addEventListener("input", draw)

  marker.hidden = false
  root.querySelector(".focal-side").hidden = false
  root.classList.add("is-live")
  if (picture.getAttribute("src")) show(picture.getAttribute("src"))
  draw()
  return { show }
}

/* A file as an address the policy lets a page show; null if the browser cannot read it. */
export async function addressOf(file) {
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement("canvas")
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    const context = canvas.getContext("2d")
    context.fillStyle = "#fff" // behind what is transparent
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    return canvas.toDataURL("image/jpeg", 0.85)
  } catch {
    return null
  }
}
