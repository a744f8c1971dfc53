using System.ComponentModel;
using CC.Programs;
using CC.Sdk;

namespace CC.Plugins.Tasks.Exec;

/// <summary>Runs a command of a list, and passes on what it writes.</summary>
[Task("exec", Summary = "runs a command of the list in its section, and passes on what it writes",
    Parameters = ["cmd: the command's name in the list", "and whatever parameters the list has for that command"])]
public sealed class ExecTask(ExecOptions options, IMetrics metrics, TimeProvider time) : ITask
{
    private const int Piece = 16 * 1024;

    private readonly Lock gate = new();
    private long passedOn;
    private long leftOut;

    /// <inheritdoc/>
    public async Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        var name = request.Require("cmd");
        var commands = options.Lines.Select(AllowedCommand.Parse).ToArray();
        var command = Array.Find(commands, command => command.Name == name)
            ?? throw new TaskRefusedException($"cmd = {name} is not allowed; there are: {string.Join(", ", commands.Select(allowed => allowed.Name))}");
        var order = new ProgramOrder(command.For(request)) { Environment = request.Environment, Grace = options.KillAfter };
        var end = await RunAsync(order, feedback, cancellationToken);
        feedback.SetResult(new ExecResult(end.ExitCode, passedOn, leftOut), ExecJson.Default.ExecResult);
        if (end.WasTold)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (end.ExitCode != 0)
        {
            throw new TaskFailedException($"{name} {end}") { HasVanished = end.HasVanished };
        }
    }

    private async Task<ProgramEnd> RunAsync(ProgramOrder order, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        try
        {
            return await ProgramRun.RunAsync(
                order,
                output => PassOnAsync("stdout", output, feedback, cancellationToken),
                error => PassOnAsync("stderr", error, feedback, cancellationToken),
                time,
                cancellationToken);
        }
        catch (Exception failure) when (failure is FileNotFoundException or Win32Exception)
        {
            throw new TaskFailedException($"{order.Arguments[0]} can't be run: {failure.Message}");
        }
    }

    private async Task PassOnAsync(string stream, Stream output, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        var buffer = new byte[Piece];
        while (await output.ReadAsync(buffer, CancellationToken.None) is > 0 and var count)
        {
            var room = Take(count);
            if (room > 0)
            {
                var piece = new ExecOutput(stream, Convert.ToBase64String(buffer.AsSpan(0, room)));
                await feedback.SendAsync(piece, ExecJson.Default.ExecOutput, cancellationToken: cancellationToken);
            }
        }
    }

    /// <summary>How much of some octets may be passed on; the rest is counted.</summary>
    private int Take(int count)
    {
        lock (gate)
        {
            var room = (int)Math.Min(count, options.MaxOutput.Octets - passedOn);
            passedOn += room;
            leftOut += count - room;
            if (room < count)
            {
                metrics.CountDropped(DropReasons.OutputFlood, 0, count - room);
            }

            return room;
        }
    }
}
