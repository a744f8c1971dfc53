using CC.Server.Isolation;

namespace CC.Server.Tests.Isolation;

public sealed class ExitReasonTests
{
    [Theory]
    [InlineData(1, "ended with exit code 1")]
    [InlineData(77, "ended with exit code 77")]
    [InlineData(4, "could not make the daemon")]
    [InlineData(5, "failed")]
    [InlineData(137, "was killed by SIGKILL")]
    [InlineData(139, "was killed by SIGSEGV")]
    [InlineData(152, "was killed by signal 24")]
    [InlineData(255, "ended with exit code 255")]
    public void Says_how_a_process_has_ended(int exitCode, string reason) => Assert.Equal(reason, ExitReason.Of(exitCode));
}
