/** Who is at the dinner of `./just demo` and of the pictures in the documentation. */

/** @typedef {"YES" | "PROBABLY" | "MAYBE" | "NO"} Answer */
/** @typedef {{ name: string, priority: number, answer: Answer }} Friend */

export const HOST = { name: "Marta Lindqvist", email: "marta@example.org" };

export const DINNER = {
  title: "Goose and red cabbage",
  description: "The long table, candles, and Grandmother's recipe.\nBring nothing but appetite.",
  seats: 12,
  timeZone: "Europe/Berlin",
  location: "Lindenstraße 4, Berlin",
  picture: "candles",
};

/** @type {[name: string, answer: Answer][]} */
const CLOSEST = [
  ["Jonas Weber", "YES"],
  ["Amelia Hart", "PROBABLY"],
  ["Kofi Mensah", "YES"],
  ["Priya Raman", "MAYBE"],
  ["Luca Moretti", "YES"],
  ["Freya Nyström", "NO"],
  ["Tomás Herrera", "YES"],
  ["Ingrid Solberg", "YES"],
  ["Daniel Okafor", "NO"],
  ["Sophie Laurent", "YES"],
  ["Mateusz Kowalski", "MAYBE"],
  ["Hana Sato", "PROBABLY"],
];

/** @type {[name: string, answer: Answer][]} */
const FRIENDS_OF_OLD = [
  ["Nora Fitzgerald", "YES"],
  ["Emre Yıldız", "NO"],
  ["Clara Engel", "YES"],
  ["Ravi Menon", "MAYBE"],
  ["Olivia Brandt", "NO"],
  ["Samuel Adeyemi", "YES"],
  ["Leila Haddad", "PROBABLY"],
  ["Henrik Dahl", "NO"],
  ["Beatriz Almeida", "YES"],
  ["Yusuf Karim", "YES"],
  ["Greta Schuster", "NO"],
  ["Oscar Lindgren", "YES"],
  ["Mei Chen", "MAYBE"],
  ["Patrick Byrne", "YES"],
];

/** @type {[name: string, answer: Answer][]} */
const NEIGHBOURS = [
  ["Zoë van Dijk", "YES"],
  ["Anton Petrov", "NO"],
  ["Maya Goldberg", "YES"],
  ["Felix Baumann", "PROBABLY"],
  ["Aisha Rahman", "YES"],
  ["Niklas Hoffmann", "NO"],
  ["Eleni Papadaki", "YES"],
  ["Jakub Novák", "MAYBE"],
  ["Camille Dubois", "YES"],
  ["Theo Jansen", "YES"],
  ["Rosa Delgado", "NO"],
  ["Viktor Holm", "YES"],
  ["Nadia Benali", "YES"],
  ["Paul Richter", "PROBABLY"],
];

/** Forty of them, in the order in which they are dealt. @type {Friend[]} */
export const FRIENDS = [CLOSEST, FRIENDS_OF_OLD, NEIGHBOURS].flatMap((circle, at) =>
  circle.map(([name, answer]) => ({ name, answer, priority: 2 + at * 3 })),
);

/** A friend's address; every other one has a phone number, too. @param {Friend} friend */
export function contact(friend) {
  const at = FRIENDS.indexOf(friend);
  const words = friend.name.normalize("NFD").toLowerCase().match(/[a-z]+/g) ?? [];
  return {
    name: friend.name,
    priority: friend.priority,
    email: `${words.join(".")}@example.org`,
    ...(at % 2 === 0 ? { phoneNumber: `+4915123456${String(100 + at)}` } : {}),
  };
}
