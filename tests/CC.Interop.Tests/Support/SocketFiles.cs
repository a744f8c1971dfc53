using CC.Interop.Tests.Support;

[assembly: AssemblyFixture(typeof(SocketFiles))]

namespace CC.Interop.Tests.Support;

/// <summary>Where the sockets of <c>ipc://</c> are, and where a killed peer may leave one.</summary>
public sealed class SocketFiles : IDisposable
{
    public static string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("cc-interop-").FullName;

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
