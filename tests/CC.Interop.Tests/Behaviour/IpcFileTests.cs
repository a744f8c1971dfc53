using System.Net.Sockets;
using CC.Interop.Tests.Support;
using CC.Zmtp;
using SocketType = CC.Zmtp.SocketType;

namespace CC.Interop.Tests.Behaviour;

/// <summary>What may be at the path of an <c>ipc://</c> endpoint, and what becomes of it.</summary>
public sealed class IpcFileTests : IDisposable
{
    private readonly string path = Endpoints.NewPath();

    [Fact]
    public async Task The_socket_is_gone_when_its_owner_is()
    {
        await using (var ours = new OurSocket(SocketType.Pull))
        {
            await ours.BindAsync($"ipc://{path}");
            Assert.True(File.Exists(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_socket_that_a_killed_process_left_is_replaced()
    {
        Leave(System.Net.Sockets.SocketType.Stream);
        await using var ours = new OurSocket(SocketType.Pull);

        await ours.BindAsync($"ipc://{path}");

        await using var push = new OurSocket(SocketType.Push);
        push.Connect($"ipc://{path}");
        await push.Events.WaitForAsync(ZmtpEventKind.Connected);
    }

    [Fact]
    public async Task A_regular_file_stays_and_is_not_bound()
    {
        await File.WriteAllTextAsync(path, "precious", TestContext.Current.CancellationToken);
        await using var ours = new OurSocket(SocketType.Pull);

        var refusal = await Assert.ThrowsAsync<ZmtpException>(() => ours.BindAsync($"ipc://{path}"));

        Assert.Equal(ZmtpError.CannotBind, refusal.Error);
        Assert.Equal("precious", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_stays_and_is_not_bound()
    {
        var target = Endpoints.NewPath();
        await File.WriteAllTextAsync(target, "precious", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(path, target);
        await using var ours = new OurSocket(SocketType.Pull);

        await Assert.ThrowsAsync<ZmtpException>(() => ours.BindAsync($"ipc://{path}"));

        Assert.True(File.Exists(path));
        Assert.Equal("precious", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        File.Delete(target);
    }

    [Fact]
    public async Task A_directory_stays_and_is_not_bound()
    {
        Directory.CreateDirectory(path);
        await using var ours = new OurSocket(SocketType.Pull);

        Assert.Equal(ZmtpError.CannotBind, (await Assert.ThrowsAsync<ZmtpException>(() => ours.BindAsync($"ipc://{path}"))).Error);
        Directory.Delete(path);
    }

    [Fact]
    public async Task A_socket_of_another_kind_that_is_in_use_stays()
    {
        using var datagrams = new Socket(AddressFamily.Unix, System.Net.Sockets.SocketType.Dgram, ProtocolType.Unspecified);
        datagrams.Bind(new UnixDomainSocketEndPoint(path));
        await using var ours = new OurSocket(SocketType.Pull);

        Assert.Equal(ZmtpError.CannotBind, (await Assert.ThrowsAsync<ZmtpException>(() => ours.BindAsync($"ipc://{path}"))).Error);
        Assert.True(File.Exists(path));
    }

    public void Dispose() => File.Delete(path);

    /// <summary>Closing the handle behind the socket's back leaves the file, as a kill does.</summary>
    private void Leave(System.Net.Sockets.SocketType type)
    {
        var left = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        left.Bind(new UnixDomainSocketEndPoint(path));
        left.SafeHandle.Dispose();
        GC.SuppressFinalize(left);
        Assert.True(File.Exists(path));
    }
}
