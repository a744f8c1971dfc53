using System.Text.Json.Serialization.Metadata;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRouter;

/// <summary>Reads what clients want, and tells them if it can't be read.</summary>
internal sealed class RequestReader(IMessages messages, Answerer answerer)
{
    /// <exception cref="MessageException">It is no task that can be routed; the client has been told.</exception>
    public TaskSend ReadTask(in Message message, string? uid)
    {
        var body = Read(message, BodiesJson.Default.TaskSend, uid);
        return body.TaskId == uid ? body : throw Refuse(message, $"task_id ({body.TaskId}) must be {uid}, the third label of the type, since replies go by that", uid);
    }

    /// <exception cref="MessageException">It is no question that can be routed; the client has been told.</exception>
    public TaskAsk ReadQuestion(in Message message, string? uid) => Read(message, BodiesJson.Default.TaskAsk, uid);

    private T Read<T>(in Message message, JsonTypeInfo<T> typeInfo, string? uid)
        where T : MessageBody
    {
        if (uid is null)
        {
            throw Refuse(message, $"{message.Type} has no third label; put the task's id there, as in {message.Type}.ID", "");
        }

        try
        {
            return messages.Open(message, typeInfo);
        }
        catch (MessageException invalid)
        {
            answerer.Refuse(message, TaskErrors.BadRequest, $"{message.Type} can't be routed: {invalid.Message.TrimEnd('.')}", uid);
            throw;
        }
    }

    private MessageException Refuse(in Message message, string rule, string? uid)
    {
        answerer.Refuse(message, TaskErrors.BadRequest, rule, uid ?? "");
        return new MessageException(MessageFault.BadField, rule);
    }
}
