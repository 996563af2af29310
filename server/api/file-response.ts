/** A file as it is made; the first piece is waited for, so that a refusal still has a status of its own. */
export async function fileResponse(file: {
  contentType: string
  fileName: string
  pieces: AsyncIterable<string>
}): Promise<Response> {
  const pieces = file.pieces[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<string>> | undefined = Promise.resolve(await pieces.next())
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await (next ?? pieces.next())
      next = undefined
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return?.()
    },
  })
  return new Response(body, {
    headers: {
      'content-type': file.contentType,
      'content-disposition': dispositionOf(file.fileName),
      'x-content-type-options': 'nosniff',
    },
  })
}

/** RFC 6266: the plain name for old clients, the real one beside it. */
function dispositionOf(fileName: string): string {
  const plain = fileName.replace(/[^\w.-]/g, '_')
  const encoded = encodeURIComponent(fileName).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
