Imports System.Text
Imports System.Threading
Imports System.Threading.Tasks
Imports CC.Sdk

''' <summary>A plugin in another language: answers each message with one constant.</summary>
<Handler("basic")>
Public NotInheritable Class BasicHandler
    Implements IHandler

    Private Const Answer As String = "{""req"":""reply"",""text"":""hello from Basic""}"

    Private ReadOnly messages As IMessages

    Public Sub New(messages As IMessages)
        Me.messages = messages
    End Sub

    Public Function HandleAsync(message As Message, cancellationToken As CancellationToken) As ValueTask Implements IHandler.HandleAsync
        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes(Answer), route:=message.Route).Frames)
        Return ValueTask.CompletedTask
    End Function
End Class
