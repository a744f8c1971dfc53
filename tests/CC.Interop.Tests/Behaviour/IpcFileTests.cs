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

    /// <summary>Each saw the same stale socket; the last to bind won, and the others served nobody.</summary>
    [Fact]
    public async Task Of_several_that_take_over_a_stale_socket_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            Leave(System.Net.Sockets.SocketType.Stream);
            var binders = Enumerable.Range(0, 8).Select(_ => new OurSocket(SocketType.Pull)).ToArray();

            var won = await Task.WhenAll(binders.Select(binder => Task.Run(() => BindsAsync(binder))));

            Assert.Single(won, true);
            await using var push = new OurSocket(SocketType.Push);
            push.Connect($"ipc://{path}");
            await push.SendAsync(Content.Spell("hello"));
            Assert.Equal(Content.Spell("hello"), await binders[Array.IndexOf(won, true)].ReceiveAsync());
            await Task.WhenAll(binders.Select(binder => binder.DisposeAsync().AsTask()));
            Assert.False(File.Exists(path));
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}*"));
        }
    }

    [Fact]
    public async Task A_socket_that_has_taken_the_place_of_ours_stays_when_ours_goes()
    {
        var old = new OurSocket(SocketType.Pull);
        await old.BindAsync($"ipc://{path}");
        File.Delete(path);
        await using var successor = new OurSocket(SocketType.Pull);
        await successor.BindAsync($"ipc://{path}");

        await old.DisposeAsync();

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Where_there_is_no_place_for_a_socket_the_refusal_says_so()
    {
        await File.WriteAllTextAsync(path, "a file", TestContext.Current.CancellationToken);
        await using var ours = new OurSocket(SocketType.Pull);
        var directory = Path.GetDirectoryName(path)!;

        Assert.Contains($"the directory '{directory}/missing' does not exist", await RefusalAsync(ours, $"{directory}/missing/a.sock"));
        Assert.Contains($"'{path}' is a file", await RefusalAsync(ours, $"{path}/a.sock"));
        Assert.Contains($"'{directory}' is a directory", await RefusalAsync(ours, directory));
    }

    public void Dispose() => File.Delete(path);

    private static async Task<string> RefusalAsync(OurSocket ours, string at)
    {
        var refusal = await Assert.ThrowsAsync<ZmtpException>(() => ours.BindAsync($"ipc://{at}"));
        Assert.Equal(ZmtpError.CannotBind, refusal.Error);
        return refusal.Message;
    }

    private async Task<bool> BindsAsync(OurSocket binder)
    {
        try
        {
            await binder.BindAsync($"ipc://{path}");
            return true;
        }
        catch (ZmtpException refusal) when (refusal.Error == ZmtpError.CannotBind)
        {
            return false;
        }
    }

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
