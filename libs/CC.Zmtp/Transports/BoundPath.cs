namespace CC.Zmtp.Transports;

/// <summary>The file of a bound Unix socket, and how to know it again.</summary>
internal sealed class BoundPath(string path)
{
    private readonly (ulong Device, ulong Inode)? bound = UnixFile.Identify(path);

    /// <summary>Removes the file, unless another has taken its place. To be called while the socket still listens: until then nobody takes it for a left one.</summary>
    public void Remove()
    {
        try
        {
            if (UnixFile.Identify(path) == bound)
            {
                File.Delete(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It stays, and whoever binds next finds out that nobody serves it.
        }
    }
}
