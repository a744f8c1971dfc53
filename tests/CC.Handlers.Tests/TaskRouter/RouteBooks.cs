using CC.Plugins.TaskRouter;
using CC.Sdk.Bodies;

namespace CC.Handlers.Tests.TaskRouter;

/// <summary>Brings route books into the state that a test begins with.</summary>
internal static class RouteBooks
{
    private static readonly TaskRouterOptions Options = new() { MaxTasks = 3, MaxRunners = 2 };

    public static RouteBook With(this RouteBook book, string host, string address, double period = 5, string? instance = "run", double seconds = 0) => book.Register(
        new TaskRegister { Req = TaskRegister.Type, Host = host, Period = period, Instance = instance }, RouteBookTests.RouteOf(address), RouteBookTests.At(seconds), Options)!;

    public static RouteBook Sent(this RouteBook book, string id, string host = "h") => book.Send(
        new TaskSend { Req = $"task.send.{id}", TaskId = id, TaskHost = host, TaskHandler = "x" }, RouteBookTests.RouteOf("client"), default, Options).Book;

    public static RouteBook Asked(this RouteBook book, string id, string address) =>
        book.Ask(TaskTopic.Status, id, "h", RouteBookTests.RouteOf(address), default, Options).Book;
}
