using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Administration;

namespace CC.Server.Tests.Administration;

public sealed class FileRequestsTests : IDisposable
{
    private readonly ManualTime time = new();
    private readonly List<SeenCarrier> carriers = [];
    private readonly FileRequests requests;

    public FileRequestsTests() => requests = new FileRequests(() => carriers, "here", time);

    public void Dispose() => requests.Dispose();

    [Fact]
    public async Task Tells_of_all_files_in_order_page_by_page()
    {
        carriers.Add(new SeenCarrier("d:b", new Carrier("b", [.. Enumerable.Range(0, FileRequests.Page).Select(number => $"/b/{number:000}")])));
        carriers.Add(new SeenCarrier("d:a", new Carrier("a", ["/a/1"])));

        var first = await requests.StatusAsync(Status());
        var second = await requests.StatusAsync(Status() with { Skip = FileRequests.Page });

        Assert.Equal(("/a/1", "d:a", "here", "source", 1), (first.Files[0].Filename, first.Files[0].Section, first.Files[0].Host, first.Files[0].Role, first.More));
        Assert.Equal((FileRequests.Page, 1, 0), (first.Files.Count, second.Files.Count, second.More));
        Assert.Equal("/b/499", second.Files[0].Filename);
    }

    [Fact]
    public async Task Sections_and_names_can_be_chosen()
    {
        carriers.Add(new SeenCarrier("d:b", new Carrier("b", ["/b/1", "/b/2"])));
        carriers.Add(new SeenCarrier("d:a", new Carrier("a", ["/a/1"])));

        Assert.Equal(["/b/2"], (await requests.StatusAsync(Status() with { Section = "d:b", Match = "*2" })).Files.Select(file => file.Filename));
        var no = await Assert.ThrowsAsync<ControlException>(() => requests.StatusAsync(Status() with { Section = "d:c" }));
        Assert.Equal((ControlErrors.Unknown, "no section d:c carries files; these do: d:a, d:b"), (no.Code, no.Message));
    }

    [Fact]
    public async Task Who_can_not_be_asked_or_does_not_answer_is_named()
    {
        var mute = new Carrier("mute", []) { IsMute = true };
        carriers.Add(new SeenCarrier("d:isolated", null));
        carriers.Add(new SeenCarrier("d:bad", new Carrier("bad", []) { Fails = true }));
        carriers.Add(new SeenCarrier("d:mute", mute));
        carriers.Add(new SeenCarrier("d:a", new Carrier("a", ["/a/1"])));

        var asking = requests.StatusAsync(Status());
        await mute.Asked.WaitAsync(ServerProcess.Patience);
        time.Advance(TimeSpan.FromSeconds(3));

        var list = await asking;
        Assert.Single(list.Files);
        Assert.Equal(
            ["d:isolated: it runs in a process of its own, and can't be asked for its files", "d:bad: no luck", "d:mute: it has not answered within 3 s"],
            list.Unseen.Select(unseen => $"{unseen.Section}: {unseen.Why}"));
    }

    [Fact]
    public async Task A_hash_is_that_of_who_has_the_file()
    {
        carriers.Add(new SeenCarrier("d:a", new Carrier("a", ["/a/1"])));
        carriers.Add(new SeenCarrier("d:b", new Carrier("b", ["/b/1"])));

        var hash = await requests.HashAsync(Hash("/b/1"));
        var no = await Assert.ThrowsAsync<ControlException>(() => requests.HashAsync(Hash("/c/1")));

        Assert.Equal(("d:b", "b:2-9"), (hash.Section, hash.Sha256));
        Assert.Equal(ControlErrors.Unknown, no.Code);
    }

    [Fact]
    public async Task What_can_not_be_hashed_is_refused()
    {
        carriers.Add(new SeenCarrier("d:a", new Carrier("a", ["/a/1"]) { Fails = true }));

        Assert.Equal((ControlErrors.Refused, "no luck"), await NoAsync(Hash("/a/1")));
        Assert.Equal(ControlErrors.BadRequest, (await NoAsync(Hash(""))).Code);
        Assert.Equal(ControlErrors.BadRequest, (await NoAsync(Hash("/a/1") with { Begin = 10 })).Code);
    }

    private static FileRequest Status() => new() { Req = ControlTypes.FilesStatus };

    private static FileRequest Hash(string name) => new() { Req = ControlTypes.FilesHash, Filename = name, Begin = 2, End = 9 };

    private async Task<(string Code, string Message)> NoAsync(FileRequest request)
    {
        var no = await Assert.ThrowsAsync<ControlException>(() => requests.HashAsync(request));
        return (no.Code, no.Message);
    }

    private sealed class Carrier(string name, string[] files) : IFileCarrier
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => asked.Task;

        public bool Fails { get; init; }

        public bool IsMute { get; init; }

        public async ValueTask<IReadOnlyList<CarriedFile>> FilesAsync(CancellationToken cancellationToken)
        {
            if (IsMute)
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return Fails ? throw new IOException("no luck") : [.. files.Select(file => new CarriedFile { Name = new CarriedFileName("", file, 1, 2, "g-0"), Path = file, State = "waiting" })];
        }

        public ValueTask<string?> HashAsync(CarriedFileName file, long begin, long end, CancellationToken cancellationToken) =>
            Fails ? throw new IOException("no luck") : new(files.Contains(file.FileName) ? $"{name}:{begin}-{end}" : null);
    }
}
