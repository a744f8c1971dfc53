using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>A file system of few octets, which can be filled and freed again. Takes the rights to mount; without them the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Size = 4 * 1024 * 1024;

    private readonly TemporaryFolder around;

    private SmallDisk(TemporaryFolder around) => this.around = around;

    public string Folder => around["disk"];

    private string Ballast => Path.Combine(Folder, "ballast");

    public static SmallDisk Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting a small file system takes root's rights");
        var around = new TemporaryFolder();
        try
        {
            ExternalProgram.Run("mount", "-t", "tmpfs", "-o", $"size={Size}", "none", around.Folder("disk"));
        }
        catch (InvalidOperationException failure)
        {
            around.Dispose();
            Assert.Skip($"a small file system can't be mounted: {failure.Message}");
        }

        return new SmallDisk(around);
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        ExternalProgram.Run("umount", Folder);
        around.Dispose();
    }
}
