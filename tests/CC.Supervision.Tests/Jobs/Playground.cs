using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CC.Supervision.Events;
using CC.Supervision.Jobs;

namespace CC.Supervision.Tests.Jobs;

/// <summary>A supervisor with a folder, and all its events by name.</summary>
public sealed class Playground : IAsyncDisposable
{
    private readonly ConcurrentQueue<SupervisorEvent> events = new();

    public Playground() => Supervisor.Events.Subscribe(".", (_, what) => events.Enqueue(what));

    public Supervisor Supervisor { get; } = new(new SupervisorOptions { Name = $"test-{Guid.NewGuid():N}" });

    public string Folder { get; } = Directory.CreateTempSubdirectory("cc-supervision-").FullName;

    public IReadOnlyList<SupervisorEvent> Events => [.. events];

    public IEnumerable<string> Names => Events.Select(what => what.Event);

    public async ValueTask DisposeAsync()
    {
        await Supervisor.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>gaffer's helper program: notes in a file what happens to it.</summary>
    public JobConfig Dummy(string name = "dummy") => new(name, "/bin/sh")
    {
        Arguments = ["-c", """
            trap 'printf HUP >>"$$0"' HUP; trap 'printf QUIT >>"$$0"; printf STOP >>"$$0"; exit 1' TERM QUIT; printf START >>"$$0"
            printf 'hello out'; printf 'hello err' >&2
            while :; do sleep 0.05; done
            """, $"{Folder}/{name}.$$"],
        InheritsEnvironment = true,
    };

    /// <summary>A dummy whose notes all go to one file, without the process's number.</summary>
    public JobConfig Noting(string name = "dummy") => Dummy(name) with { Arguments = [Dummy(name).Arguments[0], Dummy(name).Arguments[1], Path.Combine(Folder, name)] };

    public static JobConfig Sleeper(string name = "sleeper") => new(name, "sleep 1000");

    public string Notes(string name = "dummy") => File.Exists(Path.Combine(Folder, name)) ? File.ReadAllText(Path.Combine(Folder, name)) : "";

    public Task NotedAsync(string text, string name = "dummy") => Limit.UntilAsync(() => Notes(name) == text);

    public Task HappenedAsync(string name, int times = 1) => Limit.UntilAsync(() => Names.Count(happened => happened == name) >= times);

    public static JsonObject Json(string json) => (JsonObject)JsonNode.Parse(json)!;
}
