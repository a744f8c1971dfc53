namespace CC.Zmtp.Tests.Support;

/// <summary>Asserts that something is refused for the right reason.</summary>
internal static class Refusal
{
    /// <summary>What hangs is to fail.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static ZmtpException Of(ZmtpError error, Action action)
    {
        var refusal = Assert.Throws<ZmtpException>(action);
        Assert.Equal(error, refusal.Error);
        return refusal;
    }

    public static async Task<ZmtpException> OfAsync(ZmtpError error, Func<Task> action)
    {
        var refusal = await Assert.ThrowsAsync<ZmtpException>(() => action().WaitAsync(Limit));
        Assert.Equal(error, refusal.Error);
        return refusal;
    }
}
