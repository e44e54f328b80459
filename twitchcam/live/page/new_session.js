// Tells when what is shown belongs to a session that is over or deleted.

/** Call back when another session begins, or when the one that is shown is deleted. */
export function onNewSession(connection, forget) {
  let shown = null;
  connection.on("hello", ({ session }) => {
    shown = session.id;
  });
  connection.on("session", ({ id, deleted }) => {
    if (deleted || id !== shown) forget();
    shown = deleted ? null : id;
  });
}
