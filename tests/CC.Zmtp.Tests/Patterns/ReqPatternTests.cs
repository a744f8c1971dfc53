using CC.Frames;
using CC.Zmtp.Patterns;

namespace CC.Zmtp.Tests.Patterns;

public sealed class ReqPatternTests
{
    private readonly SocketCore core = new(SocketType.Req, new ZmtpSocketOptions(), null);

    /// <summary>The reply will come, by the next connection.</summary>
    [Fact]
    public void A_request_that_is_still_queued_is_not_lost_with_the_connection()
    {
        var pipe = core.NewPipe();
        core.Pattern.Added(pipe);
        Assert.Equal(SendOutcome.Sent, core.Pattern.TrySend(Multipart.Create("question")));

        core.Pattern.Closed(pipe);
        Assert.False(core.Inbox.TryTake(out _, out _));

        pipe.Outbox.Done(pipe.Outbox.Take()!);
        core.Pattern.Closed(pipe);
        Assert.True(core.Inbox.TryTake(out _, out var news) && news.IsEmpty);
    }
}
