using System.Text.Json.Nodes;

namespace CC.Cli.Import;

/// <summary>What was made of another supervisor's configuration.</summary>
/// <param name="Jobs">The jobs, with their sessions before their names.</param>
/// <param name="Notes">What has no counterpart.</param>
internal sealed record Imported(IReadOnlyList<JsonObject> Jobs, IReadOnlyList<Note> Notes)
{
    /// <summary>Finishes jobs. What a supervisor would not take, or what is there twice, is an error among the notes.</summary>
    public static Imported Of(IEnumerable<JobDraft> drafts, ICollection<Note> notes)
    {
        var jobs = new List<JsonObject>();
        foreach (var same in drafts.ToArray().GroupBy(draft => draft.FullName))
        {
            jobs.AddRange(same.Select(draft => draft.Finish()));
            foreach (var other in same.Skip(1))
            {
                other.Refuse("name", $"there are {same.Count()} jobs {same.Key}; each has to have a name of its own");
            }
        }

        return new Imported(jobs, [.. notes]);
    }
}
