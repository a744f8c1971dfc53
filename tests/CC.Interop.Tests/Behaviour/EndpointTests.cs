using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using CC.Interop.Tests.Support;
using CC.Zmtp;
using SocketType = CC.Zmtp.SocketType;

namespace CC.Interop.Tests.Behaviour;

public sealed class EndpointTests
{
    private static readonly string[] Text = Content.Spell("text");

    [Theory]
    [InlineData("tcp://127.0.0.1:*", "tcp://127.0.0.1:")]
    [InlineData("tcp://127.0.0.1:0", "tcp://127.0.0.1:")]
    [InlineData("tcp://localhost:*", "tcp://127.0.0.1:")]
    [InlineData("tcp://lo:*", "tcp://127.0.0.1:")]
    [InlineData("tcp://*:*", "tcp://0.0.0.0:")]
    [InlineData("tcp://[::1]:*", "tcp://[::1]:")]
    public async Task Of_tcp_is_told_with_the_port_that_was_found(string endpoint, string bound)
    {
        Assert.SkipWhen(endpoint.Contains("::1") && !Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var ours = new OurSocket(SocketType.Pull);

        var told = await ours.BindAsync(endpoint);

        Assert.StartsWith(bound, told);
        Assert.NotEqual(0, int.Parse(told[bound.Length..]));
        await AssertReachesAsync(ours, told.Replace("0.0.0.0", "127.0.0.1"));
    }

    [Fact]
    public async Task Of_tcp_is_bound_at_that_address_and_no_other() // DEF-03
    {
        await using var ours = new OurSocket(SocketType.Pull);
        var port = int.Parse((await ours.BindAsync("tcp://127.0.0.1:*")).Split(':')[^1]);

        using var other = new TcpClient();
        var refused = await Assert.ThrowsAsync<SocketException>(() => other.ConnectAsync(IPAddress.Parse("127.0.0.2"), port));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("lo")]
    [InlineData("*")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Of_tcp_may_be_connected_to_by_another_name(string host)
    {
        await using var ours = new OurSocket(SocketType.Pull);
        var port = (await ours.BindAsync()).Split(':')[^1];

        await AssertReachesAsync(ours, $"tcp://{host}:{port}");
    }

    [Theory]
    [InlineData("ipc")]
    [InlineData("abstract")]
    [InlineData("inproc")]
    public async Task Of_other_transports_is_told_as_it_was_given(string transport)
    {
        await using var ours = new OurSocket(SocketType.Pull);
        var endpoint = Endpoints.New(transport);

        Assert.Equal(endpoint, await ours.BindAsync(endpoint));
        await AssertReachesAsync(ours, endpoint);
    }

    [Fact]
    public async Task Several_may_be_bound_and_connected_on_one_socket()
    {
        await using var one = new OurSocket(SocketType.Dealer);
        await using var other = new OurSocket(SocketType.Router);
        string[] bound = [await one.BindAsync(), await one.BindAsync(Endpoints.New("ipc")), await one.BindAsync(Endpoints.New("inproc"))];
        foreach (var endpoint in bound)
        {
            other.Connect(endpoint);
        }

        one.Connect(await other.BindAsync());
        await one.Events.WaitForAsync(ZmtpEventKind.Connected, 4);

        for (var i = 0; i < 8; i++)
        {
            await one.SendAsync(Text);
        }

        var senders = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            senders.Add((await other.ReceiveAsync())[0]);
        }

        Assert.All(senders.CountBy(sender => sender), sender => Assert.Equal(2, sender.Value));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    [InlineData("abstract")]
    [InlineData("inproc")]
    public async Task In_use_cannot_be_bound_again_until_it_is_free(string transport)
    {
        var first = new OurSocket(SocketType.Pull);
        await using var second = new OurSocket(SocketType.Pull);
        var endpoint = await first.BindAsync(Endpoints.New(transport));

        var refusal = await Assert.ThrowsAsync<ZmtpException>(() => second.BindAsync(endpoint));
        Assert.Equal(ZmtpError.CannotBind, refusal.Error);
        await AssertReachesAsync(first, endpoint);

        await first.DisposeAsync();
        Assert.Equal(endpoint, await second.BindAsync(endpoint));
        await AssertReachesAsync(second, endpoint);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    [InlineData("inproc")]
    public async Task Unbound_takes_no_more_connections_and_keeps_those_it_has(string transport)
    {
        await using var ours = new OurSocket(SocketType.Pull);
        var endpoint = await ours.BindAsync(Endpoints.New(transport));
        await using var early = new OurSocket(SocketType.Push);
        early.Connect(endpoint);
        await early.Events.WaitForAsync(ZmtpEventKind.Connected);

        Assert.True(await ours.Socket.UnbindAsync(endpoint).LimitAsync());
        Assert.False(await ours.Socket.UnbindAsync(endpoint).LimitAsync());

        await using var late = new OurSocket(SocketType.Push);
        late.Connect(endpoint);
        Assert.Equal(ZmtpError.CannotConnect, (await late.Events.WaitForAsync(ZmtpEventKind.ConnectFailed)).Error);
        await early.SendAsync(Text);
        Assert.Equal(Text, await ours.ReceiveAsync());
        Assert.Equal(endpoint, await ours.BindAsync(endpoint));
        await late.Events.WaitForAsync(ZmtpEventKind.Connected);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    [InlineData("inproc")]
    public async Task Disconnected_is_left_after_what_waits_was_sent(string transport)
    {
        await using var ours = new OurSocket(SocketType.Pull);
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = Within.Limit });
        var endpoint = await ours.BindAsync(Endpoints.New(transport));
        push.Connect(endpoint);
        for (var i = 0; i < 500; i++)
        {
            await push.SendAsync(Content.Numbered(i, 1000));
        }

        Assert.True(await push.Socket.DisconnectAsync(endpoint).LimitAsync());
        Assert.False(await push.Socket.DisconnectAsync(endpoint).LimitAsync());

        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(i, Content.NumberOf(await ours.ReceiveMessageAsync()));
        }

        Assert.False(push.Socket.TrySend(Content.Decode(Text)));
        Assert.Null((await push.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        push.Connect(endpoint);
        await push.SendAsync(Text);
        Assert.Equal(Text, await ours.ReceiveAsync());
    }

    [Fact]
    public async Task Disconnected_amid_sending_costs_no_message()
    {
        const int Count = 20_000;
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = Within.Limit });
        var received = 0;
        var pulls = Enumerable.Range(0, 3).Select(_ => new OurSocket(SocketType.Pull, null, _ =>
        {
            Interlocked.Increment(ref received);
            return default;
        })).ToList();
        var endpoints = new List<string>();
        foreach (var pull in pulls)
        {
            endpoints.Add(await pull.BindAsync());
            push.Connect(endpoints[^1]);
        }

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                await push.Socket.SendAsync(Content.Numbered(i));
            }
        }, TestContext.Current.CancellationToken);
        await Within.TrueAsync(() => received > 100);
        Assert.True(await push.Socket.DisconnectAsync(endpoints[0]).LimitAsync());
        Assert.True(await push.Socket.DisconnectAsync(endpoints[1]).LimitAsync());
        await sending.LimitAsync();

        await Within.TrueAsync(() => received == Count, () => $"{received} of {Count} were received.");
        Assert.Empty(push.Statistics.Dropped);
        foreach (var pull in pulls)
        {
            await pull.DisposeAsync();
        }
    }

    [Fact]
    public async Task Nobody_is_bound_to_is_tried_again_until_somebody_is()
    {
        var endpoint = Endpoints.New("ipc");
        await using var push = new OurSocket(SocketType.Push);
        push.Connect(endpoint);
        await push.SendAsync(Text);
        await push.Events.WaitForAsync(ZmtpEventKind.ConnectFailed, 3);

        await using var ours = new OurSocket(SocketType.Pull);
        await ours.BindAsync(endpoint);

        Assert.Equal(Text, await ours.ReceiveAsync());
    }

    [Theory]
    [InlineData("tcp://no-such-host.invalid:5000")]
    [InlineData("tcp://a..b:5000")]
    public async Task Of_a_host_that_is_not_known_is_an_event_and_no_end(string endpoint)
    {
        await using var push = new OurSocket(SocketType.Push);

        push.Connect(endpoint);

        Assert.Equal(ZmtpError.CannotConnect, (await push.Events.WaitForAsync(ZmtpEventKind.ConnectFailed, 2)).Error);
    }

    [Fact]
    public async Task Of_a_host_name_that_is_too_long_is_an_event_and_no_end()
    {
        await using var push = new OurSocket(SocketType.Push);

        push.Connect($"tcp://{new string('h', 300)}:5000");

        Assert.Equal(ZmtpError.CannotConnect, (await push.Events.WaitForAsync(ZmtpEventKind.ConnectFailed, 2)).Error);
    }

    [Theory]
    [InlineData("tcp://192.0.2.1:*", ZmtpError.CannotBind)]
    [InlineData("tcp://no-such-host.invalid:*", ZmtpError.CannotBind)]
    [InlineData("ipc:///no/such/directory/socket", ZmtpError.CannotBind)]
    [InlineData("nonsense", ZmtpError.InvalidEndpoint)]
    public async Task That_cannot_be_bound_is_refused(string endpoint, ZmtpError error)
    {
        await using var ours = new OurSocket(SocketType.Pull);

        Assert.Equal(error, (await Assert.ThrowsAsync<ZmtpException>(() => ours.BindAsync(endpoint))).Error);
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:*")]
    [InlineData("nonsense")]
    public async Task That_cannot_be_connected_to_is_refused(string endpoint)
    {
        await using var ours = new OurSocket(SocketType.Pull);

        Assert.Equal(ZmtpError.InvalidEndpoint, Assert.Throws<ZmtpException>(() => ours.Connect(endpoint)).Error);
    }

    [Fact]
    public async Task Of_an_interface_is_its_address()
    {
        var other = NetworkInterface.GetAllNetworkInterfaces()
            .Where(candidate => candidate.NetworkInterfaceType != NetworkInterfaceType.Loopback && candidate.OperationalStatus == OperationalStatus.Up)
            .SelectMany(found => found.GetIPProperties().UnicastAddresses, (found, unicast) => (found.Name, unicast.Address))
            .FirstOrDefault(candidate => candidate.Address.AddressFamily == AddressFamily.InterNetwork);
        Assert.SkipWhen(other.Name is null, "This machine has no interface beside the loopback.");
        await using var ours = new OurSocket(SocketType.Pull);

        Assert.StartsWith($"tcp://{other.Address}:", await ours.BindAsync($"tcp://{other.Name}:*"));
    }

    private static async Task AssertReachesAsync(OurSocket pull, string endpoint)
    {
        await using var push = new OurSocket(SocketType.Push);
        push.Connect(endpoint);
        await push.SendAsync(Text);
        Assert.Equal(Text, await pull.ReceiveAsync());
    }
}
