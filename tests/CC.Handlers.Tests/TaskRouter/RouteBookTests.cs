using CC.Frames;
using CC.Plugins.TaskRouter;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Handlers.Tests.TaskRouter;

public sealed class RouteBookTests
{
    private static readonly TaskRouterOptions Options = new() { MaxTasks = 3, MaxRunners = 2 };

    private static readonly MessageRoute Client = RouteOf("client");

    [Fact]
    public void A_task_goes_to_the_route_that_was_registered_last()
    {
        var book = RouteBook.Empty.With("h", "old").With("h", "new");

        var routing = book.Send(Task("t"), Client, At(0), Options);

        Assert.Equal((Verdict.Forward, RouteOf("new")), (routing.Verdict, routing.Runner!.Route));
        Assert.Equal([Client], routing.Book.Find("t")!.Clients);
    }

    [Fact]
    public void Nothing_is_remembered_of_what_can_not_be_routed()
    {
        var routing = RouteBook.Empty.Send(Task("t"), Client, At(0), Options);

        Assert.Equal(Verdict.NoRoute, routing.Verdict);
        Assert.Empty(routing.Book.Tasks);
    }

    [Fact]
    public void A_further_runner_is_refused_where_there_is_no_room_and_a_known_one_is_not()
    {
        var book = RouteBook.Empty.With("a", "1").With("b", "2");

        Assert.Null(book.Register(Registration("c"), RouteOf("3"), At(0), Options));
        Assert.NotNull(book.Register(Registration("a"), RouteOf("4"), At(0), Options));
    }

    [Fact]
    public void The_beginning_of_a_run_is_kept_until_there_is_another_run()
    {
        var book = RouteBook.Empty.With("h", "r", seconds: 1).With("h", "r", seconds: 2);
        var restarted = book.With("h", "r", seconds: 3, instance: "another");

        Assert.Equal((At(1), At(2)), (book.Runners["h"].Since, book.Runners["h"].Registered));
        Assert.Equal(At(3), restarted.Runners["h"].Since);
    }

    [Fact]
    public void Where_there_is_no_room_what_has_ended_is_forgotten_first_and_then_tasks_are_refused()
    {
        var book = RouteBook.Empty.With("h", "r").Sent("a").Sent("b").Sent("c").Reply("b", TaskStatuses.Finished, At(1)).Book;

        var fourth = book.Send(Task("d"), Client, At(2), Options);
        var fifth = fourth.Book.Send(Task("e"), Client, At(2), Options);
        var again = fifth.Book.Send(Task("d"), Client, At(3), Options);

        Assert.Equal((Verdict.Forward, Verdict.TooMany, Verdict.Forward), (fourth.Verdict, fifth.Verdict, again.Verdict));
        Assert.Equal(["a", "c", "d"], again.Book.Tasks.Keys.Order());
        Assert.Equal(0, again.Book.Ended);
    }

    [Fact]
    public void Sent_again_by_another_address_the_task_is_the_new_ones_and_those_who_asked_still_hear_of_it()
    {
        var book = RouteBook.Empty.With("h", "r").Sent("t").Asked("t", "watcher");

        var again = book.Send(Task("t"), RouteOf("client 2"), At(1), Options);

        Assert.Equal([RouteOf("client 2"), RouteOf("watcher")], again.Book.Find("t")!.Clients);
    }

    [Fact]
    public void A_task_of_the_same_id_for_another_host_is_another_task()
    {
        var book = RouteBook.Empty.With("h", "r").With("other", "r2").Sent("t");

        var routing = book.Send(Task("t", "other"), RouteOf("client 2"), At(1), Options);

        Assert.Equal(("other", RouteOf("client 2")), (routing.Task!.Host, Assert.Single(routing.Task.Clients)));
    }

    [Fact]
    public void Who_asks_about_a_task_hears_of_it_and_so_does_the_sender_still()
    {
        var book = RouteBook.Empty.With("h", "r").Sent("t").Asked("t", "a").Asked("t", "a").Asked("t", "b").Asked("t", "c").Asked("t", "d");

        Assert.Equal([Client, RouteOf("b"), RouteOf("c"), RouteOf("d")], book.Find("t")!.Clients);
    }

    [Fact]
    public void A_question_about_a_runner_does_not_touch_the_task_of_the_same_id()
    {
        var book = RouteBook.Empty.With("h", "r").Sent("t");

        var asked = book.Ask(TaskTopic.List, "t", "h", RouteOf("a"), At(0), Options).Book;
        var (answered, question) = asked.Reply("t", TaskStatuses.List, At(1));

        Assert.Equal([RouteOf("a")], question!.Clients);
        Assert.Equal([Client], answered.Find("t")!.Clients);
        Assert.Null(answered.Find("t", isQuestion: true));
    }

    [Fact]
    public void What_a_runner_does_not_know_is_forgotten()
    {
        var (book, task) = RouteBook.Empty.With("h", "r").Sent("t").Reply("t", TaskStatuses.Unknown, At(1));

        Assert.NotNull(task);
        Assert.Empty(book.Tasks);
    }

    [Fact]
    public void What_comes_after_the_end_finds_its_way_too()
    {
        var book = RouteBook.Empty.With("h", "r").Sent("t").Reply("t", TaskStatuses.Finished, At(1)).Book;

        var (after, task) = book.Reply("t", TaskStatuses.Launched, At(2));

        Assert.Equal([Client], task!.Clients);
        Assert.Equal((1, true), (after.Ended, after.Find("t")!.IsEnded));
    }

    [Fact]
    public void Nobody_waits_for_an_unknown_task() => Assert.Null(RouteBook.Empty.Reply("t", "running", At(0)).Task);

    [Fact]
    public void A_reply_that_can_not_be_read_leaves_the_status_as_it_was()
    {
        var book = RouteBook.Empty.With("h", "r").Sent("t").Reply("t", "launched", At(1)).Book.Reply("t", "", At(2)).Book;

        Assert.Equal(("launched", At(2)), (book.Find("t")!.Status, book.Find("t")!.Heard));
    }

    [Fact]
    public void A_runner_that_can_not_be_asked_is_answered_for_from_the_book_as_far_as_that_knows()
    {
        var book = RouteBook.Empty.With("h", "r", period: 0, instance: null).Sent("t");
        var known = book.Reply("t", "launched", At(1)).Book;

        Assert.Equal(Verdict.NotSupported, Ask(book, TaskTopic.Status));
        Assert.Equal(Verdict.AnswerFromBook, Ask(known, TaskTopic.Status));
        Assert.Equal(Verdict.NotSupported, Ask(known, TaskTopic.Cancel));
        Assert.Equal(Verdict.NotSupported, Ask(known, TaskTopic.List));
    }

    [Fact]
    public void A_silent_or_unreachable_runner_is_gone_and_each_task_is_told_once()
    {
        var book = RouteBook.Empty.With("silent", "r1", period: 5).With("here", "r2", period: 5, seconds: 16).Sent("t", "silent").Sent("u", "here");

        var gone = book.FindGone(At(16), _ => true);
        var (after, lost) = book.Lose(gone);
        var (_, again) = after.Lose(gone);

        Assert.Equal("silent", Assert.Single(gone).Host);
        Assert.Equal("t", Assert.Single(lost).Id);
        Assert.Empty(again);
        Assert.Empty(after.FindGone(At(16), _ => true));
        Assert.Equal("here", Assert.Single(after.FindGone(At(16), _ => false)).Host);
        Assert.Equal(Verdict.RunnerGone, after.Send(Task("v", "silent"), Client, At(17), Options).Verdict);
    }

    [Fact]
    public void Replies_are_signs_of_life()
    {
        var book = RouteBook.Empty.With("h", "r", period: 5).Sent("t").Reply("t", "running", At(14)).Book;

        Assert.Empty(book.FindGone(At(28), _ => true));
        Assert.Single(book.FindGone(At(30), _ => true));
    }

    [Fact]
    public void A_runner_that_registers_again_is_back_and_its_tasks_are_told_should_it_go_again()
    {
        var book = RouteBook.Empty.With("h", "r", period: 5).Sent("t");
        book = book.Lose(book.FindGone(At(20), _ => true)).Book.With("h", "r2", period: 5, seconds: 21);

        var routing = book.Send(Task("t"), Client, At(22), Options);
        var (_, lost) = book.Lose(book.FindGone(At(22), _ => false));

        Assert.Equal((Verdict.Forward, RouteOf("r2")), (routing.Verdict, routing.Runner!.Route));
        Assert.Single(lost);
    }

    [Fact]
    public void What_has_ended_is_not_told_that_the_runner_is_gone_and_a_question_is_forgotten_with_it()
    {
        var book = RouteBook.Empty.With("h", "r").Sent("t").Reply("t", "finished", At(1)).Book;
        book = book.Ask(TaskTopic.History, "q", "h", Client, At(1), Options).Book;

        var (after, lost) = book.Lose([.. book.Runners.Values]);

        Assert.Equal("q", Assert.Single(lost).Id);
        Assert.Equal("t", Assert.Single(after.Tasks).Key);
    }

    [Fact]
    public void Maintenance_forgets_runners_that_do_not_register_any_more_and_then_their_tasks()
    {
        var book = RouteBook.Empty.With("h", "r", period: 0, instance: null).Sent("t");

        var early = book.Maintain(At(3600), Options);
        var late = book.Maintain(At(3601), Options);

        Assert.Empty(early.Runners);
        Assert.Equal(("h", "t"), (Assert.Single(late.Runners).Host, Assert.Single(late.Forgotten).Id));
        Assert.Equal((0, 0), (late.Book.Runners.Count, late.Book.Tasks.Count));
    }

    [Fact]
    public void Maintenance_counts_how_often_it_asks()
    {
        var book = RouteBook.Empty.With("h", "r", period: 5).Sent("t");
        for (var seconds = 301; seconds < 1201; seconds += 300)
        {
            var asking = book.Maintain(At(seconds), Options);
            Assert.Equal("t", Assert.Single(asking.Doubtful).Id);
            Assert.Empty(asking.Book.Maintain(At(seconds + 1), Options).Doubtful);
            book = asking.Book;
        }

        Assert.Single(book.Maintain(At(1201), Options).Forgotten);
        Assert.Equal(0, book.Reply("t", "running", At(1000)).Book.Find("t")!.Probes);
    }

    internal static MessageRoute RouteOf(string address)
    {
        Message.TryParse(Multipart.Create(address, "", "x"), out var message);
        return message.Route;
    }

    internal static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Verdict Ask(RouteBook book, TaskTopic topic) => book.Ask(topic, "t", "h", RouteOf("asker"), At(2), Options).Verdict;

    private static TaskSend Task(string id, string host = "h") => new() { Req = $"task.send.{id}", TaskId = id, TaskHost = host, TaskHandler = "x" };

    private static TaskRegister Registration(string host) => new() { Req = TaskRegister.Type, Host = host };
}
