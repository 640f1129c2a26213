variable "name" {
  description = "The name of the network."
  type        = string
}

variable "region" {
  description = "Where Cloud Run runs."
  type        = string
}

variable "subnet_range" {
  description = "The addresses that instances of Cloud Run take, about two for each at most; not in 192.168.1.0/24."
  type        = string
  default     = "10.20.0.0/24"
}
