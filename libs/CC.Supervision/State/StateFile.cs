using System.Text.Json;
using System.Text.Json.Nodes;
using CC.Supervision.Jobs;

namespace CC.Supervision.State;

/// <summary>Keeps the jobs in a file, which is replaced as a whole at each change.</summary>
internal sealed class StateFile(string path)
{
    private const int Version = 1;

    private byte[] last = [];

    /// <summary>The jobs of the file; none if there is no file.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is not what this program has written.</exception>
    public IReadOnlyList<SavedJob> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            var document = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            return (int?)document["version"] == Version
                ? [.. document["jobs"]!.AsArray().Select(job => Parse(job!.AsObject()))]
                : throw new InvalidDataException($"{path} has version {document["version"]}, and this program knows {Version}; move it away to begin without jobs");
        }
        catch (Exception damaged) when (damaged is JsonException or NullReferenceException or InvalidOperationException or ArgumentException or SupervisorException)
        {
            throw new InvalidDataException($"{path} is no list of jobs: {damaged.Message}; move it away to begin without jobs", damaged);
        }
    }

    /// <summary>Replaces the file, if something has changed.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(IEnumerable<SavedJob> jobs)
    {
        var document = new JsonObject { ["version"] = Version, ["jobs"] = new JsonArray([.. jobs.Select(Format)]) };
        var next = JsonSerializer.SerializeToUtf8Bytes(document, StateJson.Default.JsonObject);
        if (next.AsSpan().SequenceEqual(last))
        {
            return;
        }

        OwnFile.Replace(path, next, durably: true);
        last = next;
    }

    private static JsonNode? Format(SavedJob job) => new JsonObject
    {
        ["session"] = job.Session,
        ["config"] = job.Config.Given?.DeepClone() ?? JobConfigWriter.Write(job.Config),
        ["env"] = new JsonObject(job.Loaded.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        ["target"] = job.Target,
        ["mode"] = job.Mode.ToString(),
    };

    private static SavedJob Parse(JsonObject job) => new(
        (string)job["session"]!,
        JobConfigReader.Read(job["config"]!.AsObject()),
        job["env"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!),
        (int)job["target"]!,
        Enum.Parse<JobMode>((string)job["mode"]!));
}
