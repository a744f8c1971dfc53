using System.ComponentModel;
using System.Text;
using System.Text.Json;
using CC.Programs;
using CC.Sdk;

namespace CC.Server.Commands;

/// <summary>
/// A program of any language as a task: it reads the request from its standard input; a line of its standard output that is a JSON object is feedback, and whatever else it writes is told at the end, with its
/// exit code.
/// </summary>
internal sealed class CommandTask(CommandOptions options, IMetrics metrics, TimeProvider time) : ITask
{
    private const int LongestLine = 1024 * 1024;
    private const int LongestOutput = 64 * 1024;
    private const int ReadAtOnce = 8192;

    /// <summary>CC 0.8.7's programs take their time to end, and a node's stopping has little of it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly OutputTail tail = new(LongestOutput);

    public async Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        var order = new ProgramOrder(CommandWords.Split(options.Command)) { Input = CommandInput.Of(request), Environment = request.Environment, Grace = Grace };
        var end = await RunAsync(order, feedback, cancellationToken);
        feedback.SetResult(new CommandResult(end.ExitCode, Convert.ToBase64String(tail.ToArray())), CommandJson.Default.CommandResult);
        if (end.WasTold)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (end.ExitCode != 0)
        {
            throw new TaskFailedException($"{order.Arguments[0]} {end}") { HasVanished = end.HasVanished };
        }
    }

    private async Task<ProgramEnd> RunAsync(ProgramOrder order, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        try
        {
            return await ProgramRun.RunAsync(order, output => ReadLinesAsync(output, feedback, cancellationToken), ReadAsync, time, cancellationToken);
        }
        catch (Exception failure) when (failure is FileNotFoundException or Win32Exception)
        {
            throw new TaskFailedException($"{order.Arguments[0]} can't be run: {failure.Message}");
        }
    }

    private async Task ReadLinesAsync(Stream output, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        await foreach (var line in BoundedLines.ReadAsync(output, LongestLine, left => metrics.CountDropped(DropReasons.LineTooLong, 1, left), CancellationToken.None))
        {
            if (ReadObject(line) is { } told)
            {
                await feedback.SendAsync(told, CommandJson.Default.JsonElement, cancellationToken: cancellationToken);
            }
            else
            {
                tail.Add(Encoding.UTF8.GetBytes($"{line}\n"));
            }
        }
    }

    private static JsonElement? ReadObject(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line, CommandJson.Default.JsonElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task ReadAsync(Stream error)
    {
        var buffer = new byte[ReadAtOnce];
        while (await error.ReadAsync(buffer) is > 0 and var count)
        {
            tail.Add(buffer.AsSpan(0, count));
        }
    }
}
