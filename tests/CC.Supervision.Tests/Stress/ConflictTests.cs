namespace CC.Supervision.Tests.Stress;

/// <summary>Eight clients against one supervisor. <c>CC.Bench jobs-conflict</c> does it for a minute.</summary>
public sealed class ConflictTests
{
    private const int Commands = 2000;

    [Fact]
    public async Task Conflicting_commands_make_no_process_too_many_and_leave_none()
    {
        var name = $"test-{Guid.NewGuid():N}";
        await using var supervisor = new Supervisor(new SupervisorOptions { Name = name });
        using var conflict = new Conflict(supervisor, name);

        await conflict.RunAsync(clients: 8, seed: 5, () => conflict.Commands < Commands).LimitAsync();

        Assert.InRange(conflict.Refused, 1, conflict.Commands - 1);
        Assert.NotEqual(0, conflict.Looks);
    }
}
