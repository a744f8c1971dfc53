namespace CC.Sdk;

/// <summary>
/// What a handler or a daemon may be besides, that moves files between machines: then it can be asked which, and whether what is at one end is what is at the other
/// (<c>ccctl files</c>). Called on any thread, for several at once.
/// </summary>
public interface IFileCarrier
{
    /// <summary>The files that it knows of.</summary>
    /// <param name="cancellationToken">Cancelled when who has asked waits no longer.</param>
    ValueTask<IReadOnlyList<CarriedFile>> FilesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Hashes a part of a file's content, as it is at this end: the octets from <paramref name="begin"/> up to <paramref name="end"/>, both counted in the source file, uncompressed. Reads from the
    /// disk, and may take long.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="begin">The first octet's offset.</param>
    /// <param name="end">The offset after the last one. Who stores a file whole hashes what is behind that, too, so that more than was sent is not taken for the same.</param>
    /// <param name="cancellationToken">Cancelled when who has asked waits no longer.</param>
    /// <returns>The SHA-256 in lower-case hexadecimal digits; null if it has no such file, or not any more.</returns>
    /// <exception cref="IOException">The file can't be read, or does not have that part.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    ValueTask<string?> HashAsync(CarriedFileName file, long begin, long end, CancellationToken cancellationToken);
}
