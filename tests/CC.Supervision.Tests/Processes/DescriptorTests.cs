using CC.Supervision.Processes;

namespace CC.Supervision.Tests.Processes;

/// <summary>Counts what this process has open, so nothing else may run meanwhile.</summary>
[Collection("alone")]
public sealed class DescriptorTests
{
    [Fact]
    public async Task Processes_that_have_ended_leave_no_descriptor_open()
    {
        using var host = new ProcessHost();
        await OnceAsync(host);
        var before = Open;

        for (var i = 0; i < 50; i++)
        {
            await OnceAsync(host);
        }

        await Limit.UntilAsync(() => Open <= before); // what earlier tests have left is closed by and by
    }

    [Fact]
    public async Task Processes_that_can_not_be_started_leave_no_descriptor_open()
    {
        using var host = new ProcessHost();
        var before = Open;

        for (var i = 0; i < 50; i++)
        {
            Assert.Throws<ProcessStartException>(() => host.Start(new ProcessOrder("/etc/passwd", []) { HasInput = true, Output = OutputPlan.Both, CustomStreams = 2 }));
            Assert.Throws<ProcessStartException>(() => host.Start(new ProcessOrder("/bin/true", []) { HasInput = true, Identity = new Identity(uint.MaxValue, uint.MaxValue, []) }));
        }

        await Limit.UntilAsync(() => Open <= before); // what earlier tests have left is closed by and by
    }

    private static int Open => Directory.GetFiles("/proc/self/fd").Length;

    private static async Task OnceAsync(ProcessHost host)
    {
        var order = new ProcessOrder("/bin/sh", ["-c", "read line; echo $line"]) { HasInput = true, Output = OutputPlan.Both, CustomStreams = 2 };
        var process = host.Start(order);
        await process.WriteAsync("x\n"u8.ToArray());
        await process.Exited.LimitAsync();
    }
}
