using System.Text.Json;
using CC.Sdk.Bodies;

namespace CC.Sdk.Tests.Bodies;

public sealed class TaskSendTests
{
    [Fact]
    public void What_is_no_number_or_no_truth_value_is_a_parameter_of_the_task()
    {
        var task = Read(""" "a":"1","time_limit":"5","want_error":"no","b":"2" """);

        Assert.Equal((0, false), (task.TimeLimit, task.WantError));
        Assert.Equal(
            [("a", "1"), ("b", "2"), ("time_limit", "5"), ("want_error", "no")],
            task.Parameters!.Select(parameter => (parameter.Key, parameter.Value.GetString()!)).Order());
    }

    [Fact]
    public void A_number_and_a_truth_value_are_no_parameters()
    {
        var task = Read(""" "time_limit":1.5,"want_error":true,"a":"1" """);

        Assert.Equal((1.5, true), (task.TimeLimit, task.WantError));
        Assert.Equal("a", Assert.Single(task.Parameters!).Key);
    }

    [Fact]
    public void Null_is_nothing()
    {
        var task = Read(""" "time_limit":null,"want_error":null """);

        Assert.Equal((0, false, null), (task.TimeLimit, task.WantError, task.Parameters));
    }

    [Fact]
    public void They_are_written_as_they_are_read()
    {
        var task = Read(""" "time_limit":1.5,"want_error":true """);

        Assert.Equal(task, JsonSerializer.Deserialize(JsonSerializer.Serialize(task, BodiesJson.Default.TaskSend), BodiesJson.Default.TaskSend));
        Assert.DoesNotContain("time_limit", JsonSerializer.Serialize(task with { TimeLimit = 0 }, BodiesJson.Default.TaskSend));
    }

    private static TaskSend Read(string fields) =>
        JsonSerializer.Deserialize($$"""{"req":"task.send.t","task_host":"h","task_handler":"x","task_id":"t",{{fields}}}""", BodiesJson.Default.TaskSend)!;
}
