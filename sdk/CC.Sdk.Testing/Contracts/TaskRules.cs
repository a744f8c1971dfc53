using System.Text.Json;
using CC.Sdk.Testing.Fakes;

namespace CC.Sdk.Testing.Contracts;

/// <summary>Rules for tasks.</summary>
internal static class TaskRules
{
    /// <summary>What anybody can send: nothing, and what no task has a use for.</summary>
    private static readonly IReadOnlyDictionary<string, JsonElement>[] Useless = [Parameters("{}"), Parameters("""{"cmd": "", "path": "../..", "x": [{}]}"""), Parameters("""{"cmd": 7, "path": {"a": null}}""")];

    public static IEnumerable<ContractCheck> Of(ContractSubject subject)
    {
        yield return new("MUST-13", "a task ends when it is cancelled", () => EndsAsync(subject));
        yield return new("MUST-14", "a task refuses what it can't use with a TaskRefusedException, or does something else instead", () => RefusesAsync(subject));
    }

    /// <summary>A request without any parameters.</summary>
    public static TaskRequest Request(string section) => new("contract", section, "testhost", "testhost", Parameters("{}"));

    private static async Task EndsAsync(ContractSubject subject)
    {
        foreach (var (task, component, section) in await MakeAsync(subject).ConfigureAwait(false))
        {
            using var ending = new CancellationTokenSource();
            var running = OwnCall.Start(() => task.RunAsync(Request(section), new FakeTaskFeedback(), ending.Token));
            await running.WaitsAsync(subject.Patience).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await running.Ended.WaitAsync(subject.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!running.Ended.IsCompleted)
            {
                throw new ContractViolation($"{component} has not ended within {subject.Patience.TotalSeconds:0} s of its cancellation; pass the token on to all that it awaits");
            }

            await ComponentMaker.EndAsync(task, subject.Patience).ConfigureAwait(false);
        }
    }

    private static async Task RefusesAsync(ContractSubject subject)
    {
        foreach (var parameters in Useless)
        {
            foreach (var (task, component, section) in await MakeAsync(subject).ConfigureAwait(false))
            {
                using var ending = new CancellationTokenSource();
                var running = OwnCall.Start(() => task.RunAsync(Request(section) with { Parameters = parameters }, new FakeTaskFeedback(), ending.Token));
                await running.WaitsAsync(subject.Patience).ConfigureAwait(false);
                await ending.CancelAsync().ConfigureAwait(false);
                await running.Ended.WaitAsync(subject.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (running.Ended.Exception?.InnerException is { } crash and not (TaskRefusedException or TaskFailedException or OperationCanceledException))
                {
                    throw new ContractViolation($"{component} throws {crash.GetType().Name} ({crash.Message}) when it is asked for what it has no use for; throw a TaskRefusedException");
                }

                await ComponentMaker.EndAsync(task, subject.Patience).ConfigureAwait(false);
            }
        }
    }

    private static async Task<IReadOnlyList<(ITask Task, Type Component, string Section)>> MakeAsync(ContractSubject subject)
    {
        var made = new List<(ITask Task, Type Component, string Section)>();
        foreach (var (component, section, options) in subject.Configured(subject.Load()).Where(entry => typeof(ITask).IsAssignableFrom(entry.Component)).ToArray())
        {
            made.Add(((ITask)await ComponentMaker.MakeAsync(component, options, section.Name, subject.Patience).ConfigureAwait(false), component, section.Name));
        }

        return made;
    }

    private static Dictionary<string, JsonElement> Parameters(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.Clone());
    }
}
