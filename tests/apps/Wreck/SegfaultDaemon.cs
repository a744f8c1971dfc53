using System.Runtime.InteropServices;
using CC.Sdk;

namespace CC.Plugins.Wreck;

/// <summary>Has native code write where there is no memory.</summary>
[Daemon("wreck-segfault")]
public sealed partial class SegfaultDaemon : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _ = Fill(0, 1, 1);
        return Task.CompletedTask;
    }

    [LibraryImport("libc", EntryPoint = "memset")]
    private static partial nint Fill(nint to, int what, nint count);
}
