// Restate's packages use Promise.withResolvers, which Node has from version 22 on. Imported before them.
Promise.withResolvers ??= () => {
  const deferred = {}
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }))
  return deferred
}
