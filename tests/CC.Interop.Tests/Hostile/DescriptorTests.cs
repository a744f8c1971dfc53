using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CC.Interop.Tests.Support;
using SocketType = CC.Zmtp.SocketType;

namespace CC.Interop.Tests.Hostile;

/// <summary>A process that has no descriptors left goes on to listen, and serves again when it has some.</summary>
[Collection(Alone.Name)]
public sealed class DescriptorTests
{
    private const int OpenFiles = 7; // RLIMIT_NOFILE of Linux

    [Fact]
    public async Task A_lack_of_descriptors_does_not_end_the_listening()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is set as Linux has it.");
        await using var ours = new OurSocket(SocketType.Pull);
        await using var push = new OurSocket(SocketType.Push);
        var endpoint = await ours.BindAsync();
        push.Connect(endpoint); // whatever this needs is loaded now
        await push.SendAsync("01");
        await ours.ReceiveAsync();
        using var waiting = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        var limits = new ulong[2];
        Assert.Equal(0, GetLimit(OpenFiles, limits));
        var filling = new List<Socket>();
        try
        {
            Assert.Equal(0, SetLimit(OpenFiles, [Used() + 8, limits[1]]));
            Fill(filling);
            await waiting.ConnectAsync(IPEndPoint.Parse(endpoint["tcp://".Length..])).LimitAsync(); // by the kernel; nobody accepts it
            await Task.Delay(500, TestContext.Current.CancellationToken);
            Assert.Equal(1, ours.Statistics.Connections);
            Assert.Equal(0, waiting.Available);
        }
        finally
        {
            Assert.Equal(0, SetLimit(OpenFiles, limits));
            filling.ForEach(socket => socket.Dispose());
        }

        await Within.TrueAsync(() => waiting.Available > 0); // the greeting
    }

    private static ulong Used() => Directory.GetFiles("/proc/self/fd").Select(path => ulong.Parse(Path.GetFileName(path))).Max() + 1;

    private static void Fill(List<Socket> filling)
    {
        try
        {
            while (true)
            {
                filling.Add(new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp));
            }
        }
        catch (SocketException)
        {
            // Nothing is left.
        }
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, [Out] ulong[] limits);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, ulong[] limits);
}
