// Common ones, all of 2019 (Emoji 12) or older, so that every device has them.
const lines = [
  "😀 😃 😄 😁 😆 😅 😂 🤣 🙂 🙃 😉 😊 😇 🥰 😍 🤩 😘 😋 😛 😜 🤪 🤗 🤭 🤫 🤔 🤨 😐 😑 😏 🙄 😬 😌 😔 😪 😴 😷 🤒 🤢 🤧 🥵 🥶 🤯 🥳 😎 🤓 🧐 😕 😟 🙁 😮 😲 😳 🥺 😨 😰 😢 😭 😱 😞 😓 😩 😤 😠 😡",
  "👍 👎 👌 ✌️ 🤞 🤟 👋 🤚 ✋ 👈 👉 👆 👇 ☝️ 👏 🙌 👐 🤲 🤝 🙏 💪 ✍️ 👀 🙈 🙉 🙊 🙋 🤷 🤦 💁 🙆 🙅 👶 🧒 🧑 👨 👩 🧓 👪",
  "❤️ 🧡 💛 💚 💙 💜 🖤 🤍 🤎 💔 💕 💖 💯 ✅ ☑️ ✔️ ❌ ❗ ❓ ⚠️ 🚫 ⭐ 🌟 ✨ ⚡ 🔥 💥 💤 💬 ➕ ➖ ➡️ ⬅️ 🔄 🆗 🆕",
  "🐶 🐱 🐭 🐰 🦊 🐻 🐼 🦁 🐮 🐷 🐸 🐔 🐧 🐦 🦆 🦉 🐴 🦄 🐝 🦋 🐌 🐢 🐟 🐬 🌵 🌲 🌳 🌱 🍀 🌷 🌹 🌻 🌞 🌙 🌈 ☀️ ⛅ 🌧️ ❄️ 🌊",
  "🍏 🍎 🍐 🍊 🍋 🍌 🍉 🍇 🍓 🍒 🍑 🥭 🍍 🥝 🍅 🥑 🥕 🌽 🥐 🍞 🧀 🍳 🍔 🍟 🍕 🌮 🍣 🍦 🍩 🍪 🎂 🍫 ☕ 🍵 🍺 🥂 🍷",
  "🚗 🚕 🚌 🚲 🚂 ✈️ 🚀 ⛵ 🗺️ 🏠 🏢 🏥 🏫 🏖️ ⛰️ ⛺ ⚽ 🏀 🎾 🏆 🥇 🎯 🎮 🎲 🎸 🎵 🎬 🎨 🎉 🎊 🎁 🎈",
  "📱 💻 ⌨️ 🖨️ 📷 🎧 📺 🔋 🔌 💡 🔦 🕯️ 🛋️ 🛏️ 🚪 🔑 🔒 🔨 🔧 ⚙️ 🧰 📦 📫 ✉️ 📎 📌 ✂️ 📝 📅 ⏰ ⌛ 💳 💶 🧾 🛒 👕 👟 👓 💍 🧸",
];

export const groups: readonly (readonly string[])[] = lines.map((line) => line.split(" "));

/** How many used ones are shown: two rows of the usual width. */
export const mostRecent = 16;

/** `emoji` as the one used last. */
export const usedWith = (recent: readonly string[], emoji: string): string[] =>
  [emoji, ...recent.filter((known) => known !== emoji)].slice(0, mostRecent);
